import { untilAborted } from '../cancellation/untilAborted.ts';

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
      const next = await untilAborted(iterator.next(), signal);
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
