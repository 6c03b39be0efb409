/** Waiting for a state without polling: whoever changes something has all who wait look again. */
export interface Turns {
  look(): void;
  /**
   * Returns once the state is reached, at once where it is.
   *
   * @param isReached  what it throws ends the wait too
   * @throws the signal's reason after an abort, what `isReached` throws
   */
  until(isReached: () => boolean, signal?: AbortSignal): Promise<void>;
}

export function createTurns(): Turns {
  const waiters = new Set<() => void>();
  return {
    look() {
      for (const check of [...waiters]) check();
    },
    until: (isReached, signal) =>
      new Promise((resolve, reject) => {
        const settle = (how: () => void): void => {
          waiters.delete(check);
          signal?.removeEventListener('abort', check);
          how();
        };
        const check = (): void => {
          try {
            signal?.throwIfAborted();
            if (isReached()) settle(resolve);
          } catch (error) {
            settle(reject.bind(null, error));
          }
        };
        waiters.add(check);
        signal?.addEventListener('abort', check, { once: true });
        check();
      }),
  };
}
