import { expect, test } from 'vitest';
import { toPhrase, withoutPhrase, withPhrase } from '../../../client/src/vocabulary/vocabularyText.ts';

test.each([
  ['Siobhán', 'Siobhán'],
  ['  Old \t Tom ', 'Old Tom'],
  ['getUserMedia', 'getUserMedia'],
  ['C#', 'C#'],
  ['数据库', '数据库'],
  ['', null],
  ['   ', null],
  ['=> {', null],
  ['two\nlines', null],
  ['# a comment', null],
  ['C # sharp', null],
  ['One sentence has more words than that.', null],
  ['x'.repeat(201), null],
])('%j is the phrase %j', (selected, expected) => {
  expect(toPhrase(selected)).toBe(expected);
});

test.each([
  ['', 'Mara', 'Mara\n'],
  ['Tom\n', 'Mara', 'Tom\nMara\n'],
  ['Tom', 'Mara', 'Tom\nMara\n'],
  ['# names\r\nTom\r\n', 'Mara', '# names\r\nTom\r\nMara\r\n'],
  ['Mara # the keeper\n', 'Mara', null],
  ['# Mara\n', 'Mara', '# Mara\nMara\n'],
])('%j with %j is %j', (text, phrase, expected) => {
  expect(withPhrase(text, phrase)).toBe(expected);
});

test.each([
  ['Tom\nMara\n', 'Mara', 'Tom\n'],
  ['Tom\nMara', 'Mara', 'Tom\n'],
  ['# names\r\nMara\r\nTom\r\n', 'Mara', '# names\r\nTom\r\n'],
  ['Mara # the keeper\nMaral\n', 'Mara', 'Maral\n'],
  ['# Mara\n', 'Mara', null],
])('%j without %j is %j', (text, phrase, expected) => {
  expect(withoutPhrase(text, phrase)).toBe(expected);
});
