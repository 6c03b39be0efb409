import { expect, test } from 'vitest';
import { sentenceAfter, sentenceAt, sentenceBefore } from '../../../client/src/readAloud/sentences.ts';

const text = 'One two. Three four!\n\n# Five\n\nSix. Seven.';

const read = (sentence: { startOffset: number; endOffset: number } | null): string | null =>
  sentence === null ? null : text.slice(sentence.startOffset, sentence.endOffset);

test.each([
  ['One', { at: 'One two.', after: 'Three four!', before: null }],
  ['two', { at: 'One two.', after: 'Three four!', before: null }],
  ['Three', { at: 'Three four!', after: '# Five', before: 'One two.' }],
  ['Five', { at: '# Five', after: 'Six.', before: 'Three four!' }],
  ['Six', { at: 'Six.', after: 'Seven.', before: '# Five' }],
  ['Seven', { at: 'Seven.', after: null, before: 'Six.' }],
])('around %s', (word, expected) => {
  const offset = text.indexOf(word);
  expect({
    at: read(sentenceAt(text, offset)),
    after: read(sentenceAfter(text, offset)),
    before: read(sentenceBefore(text, offset)),
  }).toEqual(expected);
});

test.each<[name: string, text: string, expected: string]>([
  [
    'a line that its writer wrapped goes on',
    'The wind came over the hills and through the\nlong grass. It was cold.',
    'The wind came over the hills and through the\nlong grass.',
  ],
  ['a short line stands for itself', 'The wind came\nIt was cold.', 'The wind came'],
  [
    'an item does not go on in the next',
    '- The wind came over the hills and through the grass\n- It was cold',
    '- The wind came over the hills and through the grass',
  ],
  [
    'nor a heading in its text',
    '# The wind came over the hills and through the grass\nIt was cold.',
    '# The wind came over the hills and through the grass',
  ],
])('%s', (_name, wrapped, expected) => {
  const { startOffset, endOffset } = sentenceAt(wrapped, wrapped.indexOf('wind')) ?? {};
  expect(wrapped.slice(startOffset, endOffset)).toBe(expected);
});

test('an empty text has none', () => {
  expect([sentenceAt('', 0), sentenceAfter('', 0), sentenceBefore('', 0)]).toEqual([null, null, null]);
});

test('a line of a megabyte costs no time', () => {
  const long = 'word '.repeat(200_000);
  expect(sentenceAt(long, 500_000)).not.toBeNull();
  expect(sentenceAfter(long, 500_000)).not.toBeNull();
});
