import { expect, test } from 'vitest';
import { joinPhonemes } from '../../../server/src/text/phonemes/joinPhonemes.ts';
import type { SpokenToken } from '../../../server/src/text/spokenToken.ts';

function token(before: string, after: string): SpokenToken {
  return { text: 'x', startOffset: 0, endOffset: 1, words: ['x'], before, after };
}

test('every token has the range of its own phonemes, punctuation left out', () => {
  const { phonemes, ranges, isTooLong } = joinPhonemes([
    { token: token('“', ','), phonemes: 'jˈɛs' },
    { token: token('', '!”'), phonemes: 'sˈɜɹ' },
  ]);
  expect(phonemes).toBe('“jˈɛs, sˈɜɹ!”');
  expect(ranges.map(({ start, end }) => phonemes.slice(start, end))).toEqual(['jˈɛs', 'sˈɜɹ']);
  expect(isTooLong).toBe(false);
});

test('a token without sound has an empty range and no space of its own', () => {
  const { phonemes, ranges } = joinPhonemes([
    { token: token('', ''), phonemes: 'hˈI' },
    { token: token('', ','), phonemes: '' },
    { token: token('', '.'), phonemes: 'bˈI' },
  ]);
  expect(phonemes).toBe('hˈI, bˈI.');
  expect(ranges.map(({ start, end }) => end - start)).toEqual([3, 0, 3]);
});

test.each([
  [510, false],
  [511, true],
])('%i phonemes: too long %s', (length, isTooLong) => {
  expect(joinPhonemes([{ token: token('', ''), phonemes: 'a'.repeat(length) }]).isTooLong).toBe(isTooLong);
});
