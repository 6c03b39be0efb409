import type {
  PlanItem,
  PlanPause,
  PlanSound,
  PlanUtterance,
  Plan,
} from '../../../server/src/script/lowering/plan.ts';
import type { EngineAbilities } from '../../../protocol/expression.ts';
import { speechAbilities } from '../../../protocol/expression.ts';

/** Every ability in full. */
export const allAbilities = Object.fromEntries(
  speechAbilities.map((ability) => [ability, { support: 'full' }]),
) as EngineAbilities;

export function planOf(items: readonly PlanItem[]): Plan {
  return { title: null, author: null, language: null, items, sections: [] };
}

/** An utterance whose text stands in the source from an offset on. */
export function utteranceOf(
  text: string,
  over: Partial<PlanUtterance> & { readonly at?: number } = {},
): PlanUtterance {
  const { at = 0, ...rest } = over;
  const source = { startOffset: at, endOffset: at + text.length };
  return {
    kind: 'utterance',
    speaker: null,
    voice: null,
    language: null,
    text,
    style: { emotion: null, strength: 1, delivery: null, instruction: null },
    prosody: { rateFactor: 1, pitchSemitones: 0, rangeFactor: 1, volumeDb: 0 },
    spans: [],
    points: [],
    source,
    sourceMap: [{ textStart: 0, textLength: text.length, sourceStart: at, sourceLength: text.length }],
    ...rest,
  };
}

export function pauseOf(durationMs: number, reason: PlanPause['reason'] = 'asked'): PlanPause {
  return { kind: 'pause', durationMs, reason, source: { startOffset: 0, endOffset: 0 } };
}

export function soundOf(file: string, over: Partial<PlanSound> = {}): PlanSound {
  return { kind: 'sound', file, gainDb: 0, fadeMs: 0, source: { startOffset: 0, endOffset: 0 }, ...over };
}
