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
  const { aborted, stopListening } = rejectionOf(signal);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) {
        return;
      }
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    stopListening();
    const closed = iterator.return?.();
    await (signal.aborted ? undefined : closed);
  }
}

function rejectionOf(signal: AbortSignal): { aborted: Promise<never>; stopListening: () => void } {
  const listening = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true, signal: listening.signal });
  });
  // Between two reads nobody waits for it; the check after the yield sees the abort then.
  aborted.catch(() => undefined);
  return {
    aborted,
    stopListening: () => {
      listening.abort();
    },
  };
}
