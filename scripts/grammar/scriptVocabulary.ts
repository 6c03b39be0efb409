import { deliveries, emotions, soundEvents } from '../../protocol/expression.ts';
import { cueTags, pointTags, spanTags, valueNames } from '../../server/src/script/vocabulary/tags.ts';

/** The words of the language that a grammar names. */
export interface ScriptVocabulary {
  readonly events: readonly string[];
  /** Points that are no sound of a voice. */
  readonly otherPoints: readonly string[];
  readonly spans: readonly string[];
  /** A line of nothing but these is a block. */
  readonly cues: readonly string[];
  readonly emotions: readonly string[];
  readonly deliveries: readonly string[];
  /** Names for a rate, a pitch or a volume: `slow`, `low`, `soft`. */
  readonly prosodyNames: readonly string[];
}

const events: readonly string[] = soundEvents;

export const scriptVocabulary: ScriptVocabulary = {
  events,
  otherPoints: [...pointTags.keys()].filter((name) => !events.includes(name)),
  spans: [...spanTags.keys()],
  cues: [...cueTags],
  emotions,
  deliveries,
  prosodyNames: [...new Set([...valueNames('rate'), ...valueNames('pitch'), ...valueNames('volume')])],
};
