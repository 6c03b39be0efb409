import type { Plan, PlanItem, PlanSection } from '../script/lowering/plan.ts';

/** What one file of a book holds. */
export interface BookChapter {
  readonly title: string;
  /** From the first to the last thing that is heard. */
  readonly items: readonly PlanItem[];
  /** Its headings, the chapter's own first, each before one of the items. */
  readonly sections: readonly PlanSection[];
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
    const within = items.slice(start.firstItemIndex, end);
    const first = within.findIndex(({ kind }) => kind !== 'pause');
    if (first === -1) return [];
    const last = within.findLastIndex(({ kind }) => kind !== 'pause');
    const headings = sections
      .map((section) => ({ ...section, firstItemIndex: section.firstItemIndex - start.firstItemIndex }))
      .filter(({ firstItemIndex }) => firstItemIndex >= 0 && firstItemIndex <= last)
      .map((section) => ({ ...section, firstItemIndex: Math.max(0, section.firstItemIndex - first) }));
    return [{ title: start.title, items: within.slice(first, last + 1), sections: headings }];
  });
}
