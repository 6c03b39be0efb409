import { readCommands, type DictationStep } from './spokenCommands.ts';
import { writePunctuation } from './spokenPunctuation.ts';

export interface SpokenOptions {
  /** "new line" is done instead of written. */
  readonly hasSpokenCommands: boolean;
  /** "comma" is written as one. */
  readonly hasSpokenPunctuation: boolean;
}

/** What is done with what was heard. */
export function toSteps(
  text: string,
  { hasSpokenCommands, hasSpokenPunctuation }: SpokenOptions,
): readonly DictationStep[] {
  const steps = hasSpokenCommands ? readCommands(text) : [{ kind: 'text', text } as const];
  if (!hasSpokenPunctuation) return steps;
  return steps.map((step) => (step.kind === 'text' ? { ...step, ...writePunctuation(step.text) } : step));
}
