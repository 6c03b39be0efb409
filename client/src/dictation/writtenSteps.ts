import { fitText, replacedBefore, type Surroundings } from './fitText.ts';
import type { DictationStep } from './spokenCommands.ts';

export interface WrittenSteps {
  readonly text: string;
  /** So many characters before the place go: marks that those said take the place of. */
  readonly replacedCount: number;
}

/** What was said, as it is written where it goes. */
export function writtenSteps(
  steps: readonly DictationStep[],
  { before, after, lineEnd }: Pick<Surroundings, 'before' | 'after'> & { readonly lineEnd: '\n' | '\r\n' },
): WrittenSteps {
  let whole = before;
  let keptCount = before.length;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'text') {
      const isLast = index === steps.length - 1;
      whole = whole.slice(0, whole.length - replacedBefore(step.text, whole));
      keptCount = Math.min(keptCount, whole.length);
      whole += fitText(step.text, { ...step, before: whole, after: isLast ? after : '' });
    } else if (step.kind !== 'scratch') {
      whole += step.kind === 'newLine' ? lineEnd : lineEnd + lineEnd;
    }
  }
  return { text: whole.slice(keptCount), replacedCount: before.length - keptCount };
}
