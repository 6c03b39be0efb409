import { expect, test } from 'vitest';
import { rowIndexAt, toRowRange, toSourceOffset } from '../../../client/src/preview/rowPlaces.ts';

/** `She *never* paid 20 of it.`, said as "She never paid twenty of it.". */
const source = 'She *never* paid 20 of it.';
const row = {
  text: 'She never paid twenty of it.',
  source: { startOffset: 0, endOffset: source.length },
  sourceMap: [
    { textStart: 0, textLength: 4, sourceStart: 0, sourceLength: 4 },
    { textStart: 4, textLength: 5, sourceStart: 5, sourceLength: 5 },
    { textStart: 9, textLength: 6, sourceStart: 11, sourceLength: 6 },
    { textStart: 15, textLength: 6, sourceStart: 17, sourceLength: 2, isReplacement: true as const },
    { textStart: 21, textLength: 7, sourceStart: 19, sourceLength: 7 },
  ],
};

test.each([
  ['She', 'She'],
  ['never', 'never'],
  ['paid', 'paid'],
  ['twenty', '20'],
  ['of', 'of'],
])('"%s" is "%s" in the document, and back', (said, written) => {
  const start = row.text.indexOf(said);
  const startOffset = source.indexOf(written);
  expect(toSourceOffset(row, start)).toBe(startOffset);
  expect(toRowRange(row, { startOffset, endOffset: startOffset + written.length })).toEqual({
    start,
    end: start + said.length,
  });
});

test('what is not said is nothing of the row; behind its end is its end', () => {
  expect(toRowRange(row, { startOffset: 4, endOffset: 5 })).toBeNull();
  expect(toRowRange(row, { startOffset: 90, endOffset: 95 })).toBeNull();
  expect(toSourceOffset(row, 99)).toBe(source.length);
  expect(toSourceOffset({ ...row, sourceMap: [] }, 0)).toBe(source.length);
});

test.each([
  [0, -1],
  [10, 0],
  [15, 0],
  [25, 0],
  [30, 1],
  [99, 1],
])('at %i is row %i', (offset, index) => {
  const rows = [
    { planned: { source: { startOffset: 10, endOffset: 20 } } },
    { planned: { source: { startOffset: 30, endOffset: 40 } } },
  ];
  expect(rowIndexAt(rows, offset)).toBe(index);
});
