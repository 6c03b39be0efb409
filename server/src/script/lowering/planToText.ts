import { narratorName } from '../frontMatter/frontMatter.ts';
import type { Plan, PlanUtterance } from './plan.ts';
import { separatorBetween } from './separatorBetween.ts';

export interface PlanTextOptions {
  /** Each line of a character begins with the name and a colon; the narrator has none. Absent: no names. */
  readonly withNames?: boolean;
}

/** What is said, as plain text: one paragraph for each paragraph, line and heading, with an empty line between. */
export function planToText({ items }: Plan, { withNames = false }: PlanTextOptions = {}): string {
  const paragraphs: string[] = [];
  for (const item of items) {
    if (item.kind !== 'utterance' || item.text === '') continue;
    const last = item.isContinuation === true ? paragraphs.pop() : undefined;
    paragraphs.push(
      last === undefined
        ? namePrefix(item, withNames) + item.text
        : last + separatorBetween(last, item.text) + item.text,
    );
  }
  return paragraphs.map((paragraph) => `${paragraph}\n`).join('\n');
}

function namePrefix({ speaker }: PlanUtterance, withNames: boolean): string {
  return withNames && speaker !== null && speaker !== narratorName ? `${speaker}: ` : '';
}
