import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayDecode, noRest, restAfter } from '../../../server/src/recognition/dictation/decodeInterval.ts';

test.each([
  ['a short decode rests for 200 ms', { startMs: 1000, endMs: 1050, hasText: true }, 1250],
  ['a long one as long as it took', { startMs: 1000, endMs: 1600, hasText: true }, 2200],
  ['so does a short one that gave nothing to read', { startMs: 1000, endMs: 1050, hasText: false }, 1100],
])('%s', (_name, time, untilMs) => {
  const rest = restAfter(noRest, time);
  expect([untilMs - 1, untilMs].map((nowMs) => mayDecode(rest, nowMs, false))).toEqual([false, true]);
});

test('the first decode begins at once', () => {
  expect(mayDecode(noRest, 0, false)).toBe(true);
});

test('a likely last decode takes no rest before it, and both after it', () => {
  const rest = restAfter(noRest, { startMs: 0, endMs: 500, hasText: true });
  expect(mayDecode(rest, 500, true)).toBe(true);
  const both = restAfter(rest, { startMs: 500, endMs: 1000, hasText: true });
  expect(both.untilMs).toBe(2000);
  expect(mayDecode(both, 1499, true)).toBe(false);
});

test('partial decodes take at most half of the time, half a decode aside', () => {
  const turns = fc.array(
    fc.record({
      tookMs: fc.integer({ min: 1, max: 3000 }),
      isLikelyFinal: fc.boolean(),
      hasText: fc.boolean(),
      idleMs: fc.nat(500),
    }),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(turns, (list) => {
      let nowMs = 0;
      let rest = noRest;
      let busyMs = 0;
      for (const { tookMs, isLikelyFinal, hasText, idleMs } of list) {
        while (!mayDecode(rest, nowMs, isLikelyFinal)) nowMs += 10;
        expect(busyMs).toBeLessThanOrEqual((nowMs + rest.lengthMs) / 2);
        rest = restAfter(rest, { startMs: nowMs, endMs: nowMs + tookMs, hasText });
        busyMs += tookMs;
        nowMs += tookMs + idleMs;
      }
    }),
  );
});
