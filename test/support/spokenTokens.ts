import type { SpokenToken } from '../../server/src/text/spokenToken.ts';

/** Tokens of a sentence that is already in words; a hyphen joins the words of one token, a capital is a letter's name. */
export function spokenTokens(sentence: string): SpokenToken[] {
  return [...sentence.matchAll(/([“(]*)([A-Za-z'’-]*[A-Za-z'’])([,.!?;:—…”)]*)/g)].map((match) => {
    const [, before = '', text = '', after = ''] = match;
    const startOffset = match.index + before.length;
    return { text, startOffset, endOffset: startOffset + text.length, words: text.split('-'), before, after };
  });
}
