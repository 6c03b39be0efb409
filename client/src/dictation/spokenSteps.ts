import type { TextStretch } from '../../../protocol/recognition.ts';
import { hideReplaced, type ReplacedText } from './replacedText.ts';
import { readCommands, type DictationStep, type TextStep } from './spokenCommands.ts';
import { writePunctuation } from './spokenPunctuation.ts';

export interface SpokenOptions {
  /** "new line" is done instead of written. */
  readonly hasSpokenCommands: boolean;
  /** "comma" is written as one. */
  readonly hasSpokenPunctuation: boolean;
}

/** A text that was heard, and what of it is a replacement: in that no commands and marks are looked for. */
export interface HeardText {
  readonly text: string;
  readonly replaced?: readonly TextStretch[];
}

/** What is done with what was heard. */
export function toSteps(
  { text, replaced }: HeardText,
  { hasSpokenCommands, hasSpokenPunctuation }: SpokenOptions,
): readonly DictationStep[] {
  const hidden = hideReplaced(text, replaced);
  const steps = hasSpokenCommands
    ? readCommands(hidden.text)
    : [{ kind: 'text', text: hidden.text } as const];
  return steps.map((step) => (step.kind === 'text' ? toText(step.text, hidden, hasSpokenPunctuation) : step));
}

/** What is shown of what may change. */
export function toTentative({ text, replaced }: HeardText, hasSpokenPunctuation: boolean): TextStep {
  const hidden = hideReplaced(text, replaced);
  return toText(hidden.text, hidden, hasSpokenPunctuation);
}

function toText(text: string, hidden: ReplacedText, hasSpokenPunctuation: boolean): TextStep {
  const punctuated = hasSpokenPunctuation ? writePunctuation(text) : { text };
  return { kind: 'text', ...punctuated, ...hidden.restore(punctuated.text) };
}
