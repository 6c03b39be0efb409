import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isSameWord,
  toText,
  toWrittenWords,
} from '../../../server/src/recognition/dictation/writtenWords.ts';

test.each([
  ['', [], ''],
  ['?!', [], '?!'],
  ['Hello, world.', ['Hello', ', world'], '.'],
  [" It's 3.5 at 9 a.m. ", ["It's", ' 3.5', ' at', ' 9', ' a.m'], '.'],
  ['"Forty-two" – yes', ['"Forty', '-two', '" – yes'], ''],
  ['Wait…what?', ['Wait', '…what'], '?'],
  ['naïve cafe\u0301', ['naïve', ' cafe\u0301'], ''],
  ['5% of $10', ['5', '% of', ' $10'], ''],
  ['今天，天气。', ['今', '天', '，天', '气'], '。'],
  ['スピード 100', ['ス', 'ピ', 'ー', 'ド', ' 100'], ''],
])('%j is split', (text, words, ending) => {
  const written = toWrittenWords(text);
  expect(written.words.map((word) => toText([word]))).toEqual(words);
  expect(written.ending).toBe(ending);
});

test('words joined are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { words, ending } = toWrittenWords(text);
      expect(toText(words, ending)).toBe(text.trim());
      for (const { word } of words) expect(word).toMatch(/[\p{L}\p{N}]/u);
    }),
  );
});

test.each([
  ['Hello', 'hello', true],
  ['ﬁne', 'fine', true],
  ['a.m', 'am', true],
  ["it's", 'it', false],
])('%s and %s: %s', (first, second, isSame) => {
  expect(isSameWord({ separator: '', word: first }, { separator: ', ', word: second })).toBe(isSame);
});
