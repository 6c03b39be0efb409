import type { Plan, PlanItem } from '../script/lowering/plan.ts';

/** What one file of a book holds. */
export interface BookChapter {
  readonly title: string;
  /** From the first to the last thing that is heard. */
  readonly items: readonly PlanItem[];
}

/**
 * Cuts a plan at the headings of its chapters. What comes before the first one is a chapter of its own, and so is a
 * plan that has none, both with the title of the whole; a chapter in which nothing is heard is left out. The silence
 * between two chapters belongs to neither.
 *
 * @param untitled  for a plan without a title
 */
export function splitChapters(
  { title, items, sections }: Pick<Plan, 'title' | 'items' | 'sections'>,
  untitled: string,
): readonly BookChapter[] {
  const starts = [
    { title: title ?? untitled, firstItemIndex: 0 },
    ...sections.filter(({ level }) => level === 1),
  ];
  return starts.flatMap((start, index) => {
    const end = starts[index + 1]?.firstItemIndex ?? items.length;
    const heard = trimPauses(items.slice(start.firstItemIndex, end));
    return heard.length === 0 ? [] : [{ title: start.title, items: heard }];
  });
}

function trimPauses(items: readonly PlanItem[]): readonly PlanItem[] {
  const first = items.findIndex(({ kind }) => kind !== 'pause');
  const last = items.findLastIndex(({ kind }) => kind !== 'pause');
  return first < 0 ? [] : items.slice(first, last + 1);
}
