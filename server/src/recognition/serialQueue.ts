/** Runs tasks one after the other in the order of their arrival. */
export interface SerialQueue {
  /**
   * @param signal  an abort while waiting rejects at once with its reason and the task never starts; a task
   *                that runs sees the signal itself
   */
  run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<Result>(task: () => Promise<Result>, signal: AbortSignal) {
      return new Promise<Result>((resolve, reject) => {
        const onAbort = (): void => {
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        const start = (): Promise<Result> => {
          signal.removeEventListener('abort', onAbort);
          signal.throwIfAborted();
          return task();
        };
        const running = last.then(start);
        running.then(resolve, reject);
        last = running.catch(() => undefined);
      });
    },
  };
}
