import type { SpokenToken } from '../../spokenToken.ts';
import type { EnglishLexicon } from './lexiconFile.ts';
import { isInDictionary } from './pronounceWord.ts';

/**
 * Words that the ends of lines broke, "exam-" and "ple", as one, where the dictionary has it: so a text comes from a page
 * that was set. "blood-" and "red" stay two words, as "pre- and" does.
 *
 * @param text  that the tokens are of
 */
export function joinBrokenWords(
  tokens: readonly SpokenToken[],
  text: string,
  lexicon: EnglishLexicon,
): readonly SpokenToken[] {
  if (!brokenLine.test(text)) return tokens;
  const joined: SpokenToken[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    const whole = before === undefined ? undefined : wholeWord(before, token, { text, lexicon });
    if (whole === undefined) joined.push(token);
    else joined[joined.length - 1] = whole;
  }
  return joined;
}

/** A hyphen at the end of a line, or where one was. */
const brokenLine = /\p{L}[-‐\u00AD]\s+\p{Ll}/u;
const betweenParts = /^[-‐\u00AD]\s+$/u;
const startOfWord = /^[A-Za-z]+$/u;
const endOfWord = /^[a-z]+(?:['’][a-z]+)?$/u;

function wholeWord(
  left: SpokenToken,
  right: SpokenToken,
  { text, lexicon }: { readonly text: string; readonly lexicon: EnglishLexicon },
): SpokenToken | undefined {
  const isBroken =
    startOfWord.test(left.text) &&
    endOfWord.test(right.text) &&
    betweenParts.test(text.slice(left.endOffset, right.startOffset));
  const word = `${left.text}${right.text}`.toLowerCase().replace('’', "'");
  if (!isBroken || !isInDictionary(word, lexicon)) return undefined;
  const { startOffset, before } = left;
  const { endOffset, after } = right;
  return { text: text.slice(startOffset, endOffset), startOffset, endOffset, words: [word], before, after };
}
