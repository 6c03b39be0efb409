import type { SpokenToken } from '../../text/spokenToken.ts';

/**
 * Words of a language that eSpeak NG reads itself, numbers included, with the punctuation that shapes phrasing.
 * A token's `words` is the written word.
 */
export function sourceTokens(text: string): SpokenToken[] {
  const tokens: SpokenToken[] = [];
  let before = '';
  for (const match of text.matchAll(wordOrMark)) {
    const [piece] = match;
    if (isWord.test(piece)) {
      tokens.push({
        text: piece,
        startOffset: match.index,
        endOffset: match.index + piece.length,
        words: [piece],
        before,
        after: '',
      });
      before = '';
    } else if (opening.has(piece)) {
      before = opening.get(piece) ?? '';
    } else {
      const last = tokens.pop();
      if (last !== undefined) tokens.push({ ...last, after: last.after + (closing.get(piece) ?? piece) });
    }
  }
  return tokens;
}

const wordOrMark =
  /[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}\u200C\u200D]|['’.,-](?=[\p{L}\p{N}]))*|[¿¡“„«(,.!?;:—…”»)।]/gu;
const isWord = /^[\p{L}\p{N}\p{M}]/u;

const opening: ReadonlyMap<string, string> = new Map([
  ['“', '“'],
  ['„', '“'],
  ['«', '“'],
  ['(', '('],
  ['¿', ''],
  ['¡', ''],
]);

const closing: ReadonlyMap<string, string> = new Map([
  ['»', '”'],
  ['।', '.'],
]);
