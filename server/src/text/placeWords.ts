import type { TextRange } from './textRange.ts';

/** A word where it stands in its text. */
export interface PlacedWord<Word> extends TextRange {
  readonly word: Word;
}

/**
 * Finds words in the text they are of, in order; what stands between two of them is in neither.
 *
 * @returns null where one is not there: then the words are of another text
 */
export function placeWords<Word extends { readonly text: string }>(
  text: string,
  words: readonly Word[],
): readonly PlacedWord<Word>[] | null {
  const placed: PlacedWord<Word>[] = [];
  let from = 0;
  for (const word of words) {
    const written = word.text.trim();
    const startOffset = written === '' ? -1 : text.indexOf(written, from);
    if (startOffset < 0) return null;
    from = startOffset + written.length;
    placed.push({ word, startOffset, endOffset: from });
  }
  return placed;
}
