/**
 * Passes a source through. An abort rejects at once with the signal's reason, also while the source keeps its
 * reader waiting, and tells the source that nobody reads on.
 */
export async function* abortableSource<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  signal.throwIfAborted();
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orAborted(iterator.next(), signal);
      if (next.done === true) {
        return;
      }
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    const closed = iterator.return?.();
    await (signal.aborted ? undefined : closed);
  }
}

/** Not Promise.race with one promise for all reads: that promise would hold every item until the end. */
function orAborted<Result>(reading: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    reading.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
