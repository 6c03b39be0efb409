import { expect, test } from 'vitest';
import { createRandom, sampleToken } from '../../../../server/src/recognition/engines/whisper/sampling.ts';

const logits = Float32Array.of(0, Math.log(6), Math.log(3), -Infinity);

test('without temperature the likeliest is taken, of equal ones the first', () => {
  const { token, logProbability } = sampleToken(logits, 0, () => 0.99);
  expect(token).toBe(1);
  expect(logProbability).toBeCloseTo(Math.log(0.6), 6);
  expect(sampleToken(Float32Array.of(2, 5, 5), 0, Math.random).token).toBe(1);
});

test.for([
  [0, 0],
  [0.09, 0],
  [0.11, 1],
  [0.69, 1],
  [0.71, 2],
  [0.999_999, 2],
] as const)('at temperature 1 the number %d draws token %d', ([number, expected]) => {
  expect(sampleToken(logits, 1, () => number).token).toBe(expected);
});

test('a low temperature draws the likeliest more often', () => {
  const random = createRandom(3);
  const drawn = Array.from({ length: 1000 }, () => sampleToken(logits, 0.2, random).token);
  expect(drawn.filter((token) => token === 1).length).toBeGreaterThan(940);
  expect(drawn).not.toContain(3);
});

test('a seed gives the same numbers, another one others', () => {
  const take = (seed: number): number[] => Array.from({ length: 100 }, createRandom(seed));
  expect(take(1)).toEqual(take(1));
  expect(take(1)).not.toEqual(take(2));
  expect(Math.max(...take(1))).toBeLessThan(1);
  expect(Math.min(...take(1))).toBeGreaterThanOrEqual(0);
});
