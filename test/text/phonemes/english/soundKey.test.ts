import { expect, test } from 'vitest';
import { parsePronunciation } from '../../../../server/src/text/phonemes/english/phones.ts';
import { soundKey } from '../../../../server/src/text/phonemes/english/soundKey.ts';

test.each<[string, string, string, boolean]>([
  ['an unstressed vowel', 'T AE1 M ER0 IH0 N D', 'T AE1 M ER0 AH0 N D', true],
  ['a secondary stress', 'W ER1 M W UH2 D', 'W ER1 M W UH0 D', false],
  ['a secondary stress on a full vowel', 'S AE1 S AH0 F R AE2 S', 'S AE1 S AH0 F R AE0 S', true],
  ['the open vowels', 'D OA1 T ER0', 'D AA1 T ER0', true],
  ['the main stress', 'R EH1 K ER0 D', 'R EH0 K ER1 D', false],
  ['a stressed vowel', 'M IY0 AE1 Z M AH0', 'M IY0 EY1 Z M AH0', false],
  ['a consonant', 'CH IY1 F', 'SH IY1 F', false],
])('%s: %s and %s', (_name, left, right, isAlike) => {
  expect(soundKey(parsePronunciation(left)) === soundKey(parsePronunciation(right))).toBe(isAlike);
});
