import type { Clock } from '../../server/src/daemon/clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass; what is due on the way is called at its moment. */
  advance(durationMs: number): void;
  readonly timerCount: number;
}

export function createFakeClock(): FakeClock {
  let nowMs = 1_000;
  const timers = new Set<{ readonly atMs: number; readonly action: () => void }>();
  return {
    nowMs: () => nowMs,
    after(delayMs, action) {
      const timer = { atMs: nowMs + delayMs, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(durationMs) {
      const endMs = nowMs + durationMs;
      for (;;) {
        const [next] = [...timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.action();
      }
      nowMs = endMs;
    },
    get timerCount() {
      return timers.size;
    },
  };
}
