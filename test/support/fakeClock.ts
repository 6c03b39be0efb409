import type { Ticking } from '../../server/src/system/clock.ts';

/** Time that stands still until it is moved. */
export interface FakeClock extends Ticking {
  /** Moves on in steps of 1 ms, with a turn of the event loop after each. */
  advance(ms: number): Promise<void>;
}

export function createFakeClock(): FakeClock {
  const timers = new Set<{ readonly periodMs: number; nextMs: number; readonly run: () => void }>();
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    every(periodMs, run) {
      const timer = { periodMs, nextMs: nowMs + periodMs, run };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    async advance(ms) {
      for (let step = 0; step < ms; step += 1) {
        nowMs += 1;
        for (const timer of [...timers]) {
          if (timer.nextMs > nowMs) continue;
          timer.nextMs = nowMs + timer.periodMs;
          timer.run();
        }
        await new Promise(setImmediate);
      }
    },
  };
}
