import type { RowRange } from '../../src/preview/messages.ts';

/** The words of a text, in order. */
export function wordsOf(text: string): readonly RowRange[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ start: index, end: index + segment.length }));
}
