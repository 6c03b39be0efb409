import type { WordTime } from '../../../protocol/synthesis.ts';
import { toChapterText, type ChapterText } from '../../../server/src/book/chapterText.ts';
import { splitChapters } from '../../../server/src/book/splitChapters.ts';
import type { PlanItem } from '../../../server/src/script/lowering/plan.ts';
import { toSourceRange } from '../../../server/src/synthesis/plan/sourceRange.ts';
import { planOf } from '../../script/lowering/support/planOf.ts';

export const headMs = 750;

/** The chapters of a script as they are read, each word heard for a tenth of a second, one after the other. */
export function chapterTextsOf(source: string): readonly ChapterText[] {
  const plan = planOf(source);
  return splitChapters(plan, 'untitled').map((chapter) => {
    const words = timeWords(chapter.items);
    const count = [...words.values()].reduce((sum, { length }) => sum + length, 0);
    return toChapterText({
      ...chapter,
      language: plan.language,
      source,
      wordsOf: (index) => words.get(index) ?? [],
      headMs,
      durationMs: headMs + 100 * count + 2000,
    });
  });
}

function timeWords(items: readonly PlanItem[]): ReadonlyMap<number, readonly WordTime[]> {
  let startMs = 0;
  return new Map(
    items.flatMap((item, index) => {
      if (item.kind !== 'utterance') return [];
      const words = [...item.text.matchAll(/[\p{L}\p{N}$'’]+/gu)].map((found): WordTime => {
        const place = { startOffset: found.index, endOffset: found.index + found[0].length };
        startMs += 100;
        return { text: found[0], ...toSourceRange(item, place), startMs: startMs - 100, endMs: startMs };
      });
      return [[index, words] as const];
    }),
  );
}
