import { expect, test } from 'vitest';
import { normalizeEnglish } from '../../../../server/src/text/normalize/normalizeEnglish.ts';
import { joinBrokenWords } from '../../../../server/src/text/phonemes/english/joinBrokenWords.ts';
import { englishLexicon } from '../../../support/englishLexicon.ts';

test.each<readonly [text: string, expected: readonly string[]]>([
  ['For exam-\nple, it.', ['For', 'exam-\nple', 'it']],
  ['every-  \r\n  thing', ['every-  \r\n  thing']],
  // The lines of a script are joined by spaces.
  ['the light- house.', ['the', 'light- house']],
  ['Light-\nhouse', ['Light-\nhouse']],
  ['a blood-\nred sky', ['a', 'blood', 'red', 'sky']],
  ['pre- and post-war', ['pre', 'and', 'post-war']],
  ['two- or three', ['two', 'or', 'three']],
  ['exam - ple', ['exam', 'ple']],
  ['exam-\nPle', ['exam', 'Ple']],
  ['', []],
])('%j', (text, expected) => {
  const tokens = joinBrokenWords(normalizeEnglish(text), text, englishLexicon());
  expect(tokens.map((token) => token.text)).toEqual(expected);
  expect(tokens.map(({ startOffset, endOffset }) => text.slice(startOffset, endOffset))).toEqual(expected);
});

test('the whole word is said, with the marks around its parts', () => {
  const text = '(exam-\nple!)';
  const [token] = joinBrokenWords(normalizeEnglish(text), text, englishLexicon());
  expect(token).toMatchObject({ words: ['example'], before: '(', after: '!)' });
});
