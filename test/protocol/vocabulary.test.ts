import { expect, test } from 'vitest';
import { parseVocabulary } from '../../protocol/vocabulary.ts';

test.each([
  ['', [], []],
  ['Siobhán\ngetUserMedia\n', ['Siobhán', 'getUserMedia'], []],
  ['# names\r\n Mara \r\n\r\nOld Tom # the keeper\r\n', ['Mara', 'Old Tom'], []],
  ['#Mara\n  #Tom\n#\n', [], []],
  ['C#\nissue #7\nF# #\n', ['C#', 'issue #7', 'F#'], []],
  ['Mara\rTom\rMara', ['Mara', 'Tom'], []],
  [`${'x'.repeat(201)}\nyes\n${'y'.repeat(200)}`, ['yes', 'y'.repeat(200)], [1]],
  [`${'x'.repeat(200)} # ${'y'.repeat(50)}`, ['x'.repeat(200)], []],
])('%j', (text, phrases, longLines) => {
  expect(parseVocabulary(text)).toEqual({ phrases, longLines });
});
