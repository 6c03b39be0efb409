import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLoop } from '../../server/src/recognition/repetition.ts';

test('a phrase without end is kept once', () => {
  const phrase = [7, 8, 9, 10];
  const tokens = [1, 2, 3, ...phrase, ...phrase, ...phrase, ...phrase];
  expect(findLoop(tokens)).toBe(7);
  expect(findLoop(tokens.slice(0, -1))).toBeNull();
});

test('emphasis is not a loop', () => {
  const veryVery = [5, 5, 5, 5, 6];
  const noNoNo = [3, 4, 3, 4, 3, 4, 3];
  expect(findLoop(veryVery)).toBeNull();
  expect(findLoop(noNoNo)).toBeNull();
});

test('whatever repeats long enough is found, and what stays is shorter', () => {
  const phrases = fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(phrases, (phrase) => {
      const tokens = Array.from({ length: 20 }, () => phrase).flat();
      const keptCount = findLoop(tokens);
      expect(keptCount).not.toBeNull();
      expect(keptCount ?? tokens.length).toBeLessThan(tokens.length);
    }),
  );
});
