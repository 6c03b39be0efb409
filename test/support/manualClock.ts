import type { Clock } from '../../server/src/system/clock.ts';

export interface ManualClock extends Clock {
  /** Lets time pass and calls what is due, in order. */
  advance(durationMs: number): void;
  timerCount(): number;
}

export function createManualClock(): ManualClock {
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  let nowMs = 1000;
  return {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    advance(durationMs) {
      const endMs = nowMs + durationMs;
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.dueMs - b.dueMs);
        if (next === undefined || next.dueMs > endMs) break;
        nowMs = next.dueMs;
        timers.delete(next);
        next.callback();
      }
      nowMs = endMs;
    },
    timerCount: () => timers.size,
  };
}
