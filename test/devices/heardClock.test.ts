import { expect, test } from 'vitest';
import { createHeardClock } from '../../server/src/devices/heardClock.ts';

const rateHz = 48_000;

/** A device that takes 1024 samples at a time, two buffers ahead, with a clock of its own. */
function play(
  durationMs: number,
  deviceRateHz: number,
  standsStill?: { fromMs: number; toMs: number },
): number {
  const clock = createHeardClock({ sampleRateHz: rateHz, startMs: 1000 });
  let playedCount = 0;
  let takenCount = 0;
  for (let ms = 0; ms <= durationMs; ms += 1) {
    const isStill = standsStill !== undefined && ms >= standsStill.fromMs && ms < standsStill.toMs;
    if (ms > 0 && !isStill) playedCount += deviceRateHz / 1000;
    if (takenCount - playedCount <= 1024) {
      takenCount += 1024;
      clock.observeTaken(1000 + ms, takenCount);
    }
  }
  return (clock.heardSamples(1000 + durationMs) - playedCount) / (rateHz / 1000);
}

test.each([
  ['an exact clock', 60_000, rateHz, undefined, 1],
  ['a clock 0.1 % slow', 60_000, rateHz * 0.999, undefined, 17],
  ['a clock 0.1 % fast', 60_000, rateHz * 1.001, undefined, 17],
  ['a device that stood still for a second', 10_000, rateHz, { fromMs: 3000, toMs: 4000 }, 17],
] as const)('with %s the error stays small', (_, durationMs, deviceRateHz, standsStill, limitMs) => {
  expect(Math.abs(play(durationMs, deviceRateHz, standsStill))).toBeLessThan(limitMs);
});

test('what was heard does not go back', () => {
  const clock = createHeardClock({ sampleRateHz: rateHz, startMs: 0 });
  clock.observeTaken(900, 48_000);
  const before = clock.heardSamples(2000);
  clock.observeTaken(2000, 48_000);
  expect(clock.heardSamples(2000)).toBe(before);
});
