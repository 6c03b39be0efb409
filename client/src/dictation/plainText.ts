import { fitText, replacedBefore } from './fitText.ts';
import type { DictationStep } from './spokenCommands.ts';

/** What was said, as it goes where nothing stands yet. */
export function plainText(steps: readonly DictationStep[]): string {
  let written = '';
  for (const step of steps) {
    if (step.kind === 'text') {
      const before = written.slice(0, written.length - replacedBefore(step.text, written));
      const { endsAsSaid = false } = step;
      written = before + fitText(step.text, { before, after: '', endsAsSaid });
    } else if (step.kind !== 'scratch') {
      written += step.kind === 'newLine' ? '\n' : '\n\n';
    }
  }
  return written;
}
