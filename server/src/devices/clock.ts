/** Time that only goes forward, and what is done as it goes; injected, so that tests need not wait. */
export interface Clock {
  /** From any start; steady while the system's time is set. */
  nowMs(): number;
  /** @returns what ends it */
  every(periodMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  every(periodMs, run) {
    const timer = setInterval(run, periodMs);
    return () => {
      clearInterval(timer);
    };
  },
};
