import { expect, test } from 'vitest';
import { sleep, systemClock } from '../../server/src/system/clock.ts';
import { createManualClock } from '../support/manualClock.ts';
import { never } from '../support/never.ts';

test('the clock of the system goes on, calls back once, and not what was disposed of', async () => {
  const startMs = systemClock.nowMs();
  const calls: string[] = [];
  systemClock.after(1, () => calls.push('disposed'))[Symbol.dispose]();
  systemClock.after(1, () => calls.push('called'));
  const farAway = systemClock.after(Number.MAX_SAFE_INTEGER, () => calls.push('far away'));
  await sleep(systemClock, 20, never);
  farAway[Symbol.dispose]();
  expect(calls).toEqual(['called']);
  expect(systemClock.nowMs() - startMs).toBeGreaterThanOrEqual(19);
});

test('a sleep that is aborted rejects at once and leaves no timer', async () => {
  const clock = createManualClock();
  const controller = new AbortController();
  const sleeping = sleep(clock, 1000, controller.signal);
  controller.abort(new Error('stopped'));
  await expect(sleeping).rejects.toThrow('stopped');
  expect(clock.timerCount()).toBe(0);
  await expect(sleep(clock, 1000, controller.signal)).rejects.toThrow('stopped');
  expect(clock.timerCount()).toBe(0);
});
