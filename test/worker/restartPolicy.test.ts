import { expect, test } from 'vitest';
import { createRestartPolicy, defaultRestartTiming } from '../../server/src/worker/restartPolicy.ts';
import { createManualClock } from '../support/manualClock.ts';

function createPolicy() {
  const clock = createManualClock();
  return { clock, policy: createRestartPolicy(defaultRestartTiming, () => clock.nowMs()) };
}

test.each<{ name: string; livedMs: readonly number[]; delaysMs: readonly number[] }>([
  {
    name: 'grows with deaths in a row',
    livedMs: [10, 10, 10, 10, 10],
    delaysMs: [0, 1000, 5000, 30_000, 30_000],
  },
  {
    name: 'begins anew after a stable minute',
    livedMs: [10, 10, 60_000, 10],
    delaysMs: [0, 1000, 0, 1000],
  },
  { name: 'just short of a minute is not stable', livedMs: [10, 59_999], delaysMs: [0, 1000] },
])('the delay before a start $name', ({ livedMs, delaysMs }) => {
  const { policy } = createPolicy();
  const seen = livedMs.map((lived) => {
    policy.died([], lived);
    return policy.startDelayMs();
  });
  expect(seen).toEqual(delaysMs);
});

test('the delay passes with time', () => {
  const { clock, policy } = createPolicy();
  policy.died([], 10);
  policy.died([], 10);
  clock.advance(400);
  expect(policy.startDelayMs()).toBe(600);
  clock.advance(600);
  expect(policy.startDelayMs()).toBe(0);
});

test('a stable process that was ended on purpose forgives the deaths before it', () => {
  const { policy } = createPolicy();
  policy.died([], 10);
  policy.died([], 10);
  policy.ended(60_000);
  policy.died([], 10);
  expect(policy.startDelayMs()).toBe(0);
});

test('an engine with four deaths in a row is given up until the longest delay is over, then has one try', () => {
  const { clock, policy } = createPolicy();
  const isUsable = (engine: string): boolean => {
    try {
      policy.assertUsable(engine);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'engineFailed' });
      return false;
    }
  };
  for (let death = 0; death < 3; death += 1) policy.died(['bad', 'other'], 10);
  policy.succeeded('other');
  expect(isUsable('bad')).toBe(true);
  policy.died(['bad', 'other'], 10);
  expect([isUsable('bad'), isUsable('other')]).toEqual([false, true]);
  clock.advance(29_999);
  expect(isUsable('bad')).toBe(false);
  clock.advance(1);
  expect(isUsable('bad')).toBe(true);
  policy.died(['bad'], 10);
  expect(isUsable('bad')).toBe(false);
  clock.advance(30_000);
  policy.succeeded('bad');
  policy.died(['bad'], 10);
  expect(isUsable('bad')).toBe(true);
});
