import { untilAborted } from '../cancellation/untilAborted.ts';

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
