import { expect, test } from 'vitest';
import { paysBeside, paysTogether } from '../../server/src/recognition/sideBySideCost.ts';

test.each([
  { sizes: [15, 15], count: 2, together: true },
  { sizes: [15, 14], count: 2, together: true },
  // The short one would be done long before the long one.
  { sizes: [15, 3], count: 2, together: false },
  { sizes: [3, 15], count: 2, together: false },
  // Two after each other on one side.
  { sizes: [15, 15, 15], count: 2, together: false },
  { sizes: [10, 5, 5], count: 2, together: true },
  { sizes: [15], count: 2, together: false },
  // Half of four places would stay empty.
  { sizes: [15, 15], count: 4, together: false },
  { sizes: [15, 15, 15, 15], count: 4, together: true },
])('$sizes in $count places: together $together', ({ sizes, count, together }) => {
  expect(paysTogether(sizes, count)).toBe(together);
});

test.each([
  // The other has just begun: half of the last one is done when it ends.
  { startedAgoMs: 0, size: 15, beside: true },
  { startedAgoMs: 200, size: 15, beside: true },
  // It soon ends, and then there are all threads.
  { startedAgoMs: 400, size: 15, beside: false },
  { startedAgoMs: 400, size: 5, beside: true },
  // It takes longer than it should: it may end any moment.
  { startedAgoMs: 900, size: 5, beside: false },
])('the last one beside one of 500 ms after $startedAgoMs ms', ({ startedAgoMs, size, beside }) => {
  const others = [{ size: 15, startMs: 1000 }];
  const moment = { others, paceMs: 500 / 15, count: 2, nowMs: 1000 + startedAgoMs };
  expect(paysBeside({ ...moment, size })).toBe(beside);
});
