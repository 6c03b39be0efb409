/** What an utterance asks for, in order. */
export type DictationStep =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'newLine' | 'newParagraph' }
  /** Takes the last utterance back. */
  | { readonly kind: 'scratch' };

/**
 * Finds spoken commands: "scratch that" as the whole of what was said or its end, "new line" and "new paragraph" where
 * they begin or end it or stand between punctuation. Elsewhere they are words like others.
 */
export function readCommands(text: string): DictationStep[] {
  const steps: DictationStep[] = [];
  let rest = text.trim();
  const scratched = scratchEnd.exec(rest);
  // What was said right before it, in the same breath, was not written yet.
  if (scratched !== null) return scratched.index === 0 ? [{ kind: 'scratch' }] : [];
  for (let found = line.exec(rest); found !== null; found = line.exec(rest)) {
    const before = rest.slice(0, found.index);
    pushText(steps, before);
    steps.push({ kind: found[2]?.toLowerCase() === 'line' ? 'newLine' : 'newParagraph' });
    rest = capitalized(rest.slice(found.index + found[0].length).trimStart());
  }
  pushText(steps, rest);
  return steps;
}

const scratchEnd = /(?:^|[\s,.;!?])scratch that[.!]?$/iu;
const line =
  /(?:^|(?<=[.!?,;:])\s*|\s+(?=new (?:line|paragraph)[.!,]?$))\b(new) (line|paragraph)\b[.!,]?(?=\s|$)/iu;

function pushText(steps: DictationStep[], text: string): void {
  const trimmed = text.trim().replace(/,$/u, '');
  if (trimmed !== '') steps.push({ kind: 'text', text: trimmed });
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
