/** Runs tasks one after the other, in the order they came. */
export interface TaskQueue {
  /**
   * @param signal  a task that is aborted while it waits never starts; one that runs is answered at once with the
   *                signal's reason, and the queue goes on when the task has really ended
   */
  run<Result>(task: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** Resolves when every task so far has ended. */
  idle(): Promise<void>;
}

export function createTaskQueue(): TaskQueue {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(task, signal) {
      const result = tail.then(() => {
        signal.throwIfAborted();
        return task();
      });
      tail = result.catch(() => undefined);
      return untilAborted(result, signal);
    },
    idle: () => tail.then(() => undefined),
  };
}

function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const settled = (): void => {
      signal.removeEventListener('abort', abort);
    };
    result.then(resolve, reject).finally(settled);
  });
}
