/**
 * What `result` gives, or at once the signal's reason when it aborts first. `result` itself goes on, unheard. Not
 * Promise.race with one promise for all waits: that promise would hold every result until the end.
 */
export function untilAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
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
