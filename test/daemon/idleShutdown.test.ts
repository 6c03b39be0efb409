import { expect, test } from 'vitest';
import { createIdleShutdown } from '../../server/src/daemon/idleShutdown.ts';
import { createManualClock } from '../support/manualClock.ts';

function idleAfter(idleMs: number) {
  const clock = createManualClock();
  let endCount = 0;
  const idle = createIdleShutdown({ clock, idleMs, onIdle: () => endCount++ });
  return { clock, idle, endCount: () => endCount };
}

test('an unused daemon ends once, after its time', () => {
  const { clock, endCount } = idleAfter(600_000);
  clock.advance(599_999);
  expect(endCount()).toBe(0);
  clock.advance(1);
  clock.advance(10_000_000);
  expect(endCount()).toBe(1);
  expect(clock.timerCount()).toBe(0);
});

test('it does not end while anything goes on, and counts anew after it', () => {
  const { clock, idle, endCount } = idleAfter(1_000);
  clock.advance(999);
  const endFirst = idle.begin();
  const endSecond = idle.begin();
  clock.advance(5_000);
  endFirst();
  endFirst();
  clock.advance(5_000);
  expect([idle.count, endCount()]).toEqual([1, 0]);
  endSecond();
  clock.advance(999);
  expect(endCount()).toBe(0);
  clock.advance(1);
  expect(endCount()).toBe(1);
});

test('a timer that comes too early decides nothing', () => {
  const fake = createManualClock();
  let endCount = 0;
  // As after a sleep in which timers ran on and the monotonic clock stood still.
  const clock = { ...fake, after: (delayMs: number, action: () => void) => fake.after(delayMs / 2, action) };
  createIdleShutdown({ clock, idleMs: 1_000, onIdle: () => endCount++ });
  fake.advance(500);
  expect(endCount).toBe(0);
  fake.advance(600);
  expect(endCount).toBe(1);
});

test('a time of many days does not overflow the timer', () => {
  const days = 24 * 3_600_000;
  const { clock, endCount } = idleAfter(60 * days);
  clock.advance(59 * days);
  expect(endCount()).toBe(0);
  clock.advance(days);
  expect(endCount()).toBe(1);
});

test('once stopped it never ends', () => {
  const { clock, idle, endCount } = idleAfter(1_000);
  idle.begin()();
  idle.stop();
  idle.begin()();
  clock.advance(100_000);
  expect([endCount(), clock.timerCount()]).toEqual([0, 0]);
});
