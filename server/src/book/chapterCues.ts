import type { TranscriptSegment } from '../../../protocol/recognition.ts';
import type { WordTime } from '../../../protocol/synthesis.ts';
import type { PlanItem } from '../script/lowering/plan.ts';
import type { PlanChunk } from '../synthesis/plan/spokenPlan.ts';

/** Follows the sound of a chapter and tells when each of its utterances was heard. */
export interface ChapterCues {
  add(chunk: PlanChunk): void;
  /** Of an item, in the order heard: offsets are into the source, times count from the first sample. */
  readonly wordsOf: (itemIndex: number) => readonly WordTime[];
  /** @param headMs  of silence before the first sample */
  segments(headMs: number): readonly TranscriptSegment[];
}

/** @param items  of the plan that is spoken */
export function createChapterCues(items: readonly PlanItem[]): ChapterCues {
  const heard = new Map<number, WordTime[]>();
  const wordsOf = (itemIndex: number): readonly WordTime[] => heard.get(itemIndex) ?? [];
  return {
    add({ itemIndex, words }) {
      const known = heard.get(itemIndex);
      if (known === undefined) heard.set(itemIndex, [...words]);
      else known.push(...words);
    },
    wordsOf,
    segments: (headMs) =>
      items.flatMap((item, index) => {
        const words = wordsOf(index).map(({ text, startMs, endMs }) => ({
          text,
          startMs: headMs + startMs,
          endMs: headMs + endMs,
          confidence: null,
        }));
        const [first] = words;
        const last = words.at(-1);
        if (item.kind !== 'utterance' || first === undefined || last === undefined) return [];
        return [{ ...unheard, text: item.text, startMs: first.startMs, endMs: last.endMs, words }];
      }),
  };
}

/** What only a recognizer tells. */
const unheard = {
  language: null,
  languageConfidence: null,
  emotion: null,
  emotionConfidence: null,
  events: null,
  confidence: null,
};
