import { expect, test } from 'vitest';
import { parseVocabulary } from '../../../client/src/dictation/parseVocabulary.ts';

test.each([
  ['', []],
  ['Siobhán\ngetUserMedia\n', ['Siobhán', 'getUserMedia']],
  ['# names\r\n Mara \r\n\r\nOld Tom # the keeper\r\n', ['Mara', 'Old Tom']],
  ['C#\n#\n', ['C#']],
  [`${'x'.repeat(201)}\nyes`, ['yes']],
])('%j', (text, expected) => {
  expect(parseVocabulary(text)).toEqual(expected);
});
