import { capitalized } from './fitText.ts';

/** What an utterance asks for, in order. */
export type DictationStep =
  | TextStep
  | { readonly kind: 'newLine' | 'newParagraph' }
  /** Takes the last utterance back. */
  | { readonly kind: 'scratch' };

export interface TextStep {
  readonly kind: 'text';
  readonly text: string;
  /** Its last mark was said, not guessed. */
  readonly endsAsSaid?: boolean;
  /** It begins with a replacement, which keeps its case and its spaces. */
  readonly startsAsGiven?: boolean;
  readonly endsAsGiven?: boolean;
}

/**
 * Finds spoken commands, English and Chinese: "scratch that" as the whole of what was said or its end, "delete that" and
 * "undo that" as the whole, "new line" and "new paragraph" where they begin or end it or stand between punctuation.
 * Elsewhere they are words like others, and where a line is talked about: "it needs a new line", "new line of code".
 */
export function readCommands(text: string): DictationStep[] {
  const steps: DictationStep[] = [];
  let rest = text.trim();
  if (takesBack.test(rest)) return [{ kind: 'scratch' }];
  const scratched = scratchEnd.exec(rest);
  // What was said right before it, in the same breath, was not written yet.
  if (scratched !== null) return scratched.index === 0 ? [{ kind: 'scratch' }] : [];
  for (let found = line.exec(rest); found !== null; found = line.exec(rest)) {
    const before = rest.slice(0, found.index);
    pushText(steps, before);
    steps.push({ kind: /line$|^换行/iu.test(found[1] ?? '') ? 'newLine' : 'newParagraph' });
    rest = capitalized(rest.slice(found.index + found[0].length).trimStart());
  }
  pushText(steps, rest);
  return steps;
}

/** Within a sentence these are words: "we should undo that". */
const takesBack = /^(?:(?:scratch|delete|undo) that|删除上一句|撤销上一句)[.!。！]?$/iu;
const scratchEnd = /(?:^|[\s,.;!?])scratch that[.!]?$/iu;
const determiner =
  '\\b(?:an?|the|this|that|each|every|any|some|one|another|no|my|your|our|their|its|per|called|word|trailing)';
const name = '\\bnew[ -]?(?:line|paragraph)\\b';
const line = new RegExp(
  `(?:^|(?<=[.!?,;:。！？，；：])\\s*|(?<!${determiner})\\s+(?=${name}[.!,]?$))` +
    `(${name}(?! (?:of|characters?|chars?|breaks?|symbols?|is|are|was|were|has|should|must)\\b)` +
    '|(?:换行|新段落|另起一段)(?=$|[。！，]))[.!,。！，]?(?=\\s|$|\\p{Script=Han})',
  'iu',
);

function pushText(steps: DictationStep[], text: string): void {
  const trimmed = text.trim().replace(/[,，]$/u, '');
  if (trimmed !== '') steps.push({ kind: 'text', text: trimmed });
}
