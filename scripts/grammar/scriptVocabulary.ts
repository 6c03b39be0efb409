import { deliveries, emotions, soundEvents } from '../../protocol/expression.ts';

/** The words of the language that a grammar names. */
export interface ScriptVocabulary {
  readonly events: readonly string[];
  readonly emotions: readonly string[];
  readonly deliveries: readonly string[];
  /** Names for a rate, a pitch or a volume: `slow`, `low`, `soft`. */
  readonly prosodyNames: readonly string[];
}

export const scriptVocabulary: ScriptVocabulary = {
  events: soundEvents,
  emotions,
  deliveries,
  prosodyNames: ['x-slow', 'slow', 'medium', 'fast', 'x-fast', 'low', 'high', 'soft', 'loud'],
};
