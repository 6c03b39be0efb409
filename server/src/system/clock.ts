/** Time that only goes forward, and what happens again and again in it. */
export interface Ticking {
  /** Milliseconds since some moment in the past; not the time of day. */
  nowMs(): number;
  /** Calls back again and again, until it is disposed of. */
  every(periodMs: number, callback: () => void): Disposable;
}

/** Time that only goes forward, and what happens later in it. A test gives its own. */
export interface Clock {
  /** Milliseconds since some moment in the past; not the time of day. */
  nowMs(): number;
  /** Calls back once, after `delayMs`, unless it is disposed of before. */
  after(delayMs: number, callback: () => void): Disposable;
}

export const systemClock: Clock & Ticking = {
  nowMs: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, longestTimerMs));
    return {
      [Symbol.dispose]: () => {
        clearTimeout(timer);
      },
    };
  },
  every(periodMs, callback) {
    const timer = setInterval(callback, periodMs);
    return {
      [Symbol.dispose]: () => {
        clearInterval(timer);
      },
    };
  },
};

/** 24 days; Node runs a longer timer at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Waits. @param signal  an abort rejects at once with its reason */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = clock.after(delayMs, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      timer[Symbol.dispose]();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}
