/**
 * Gives the items of a source in order, and lets it make the next one while the reader is busy with the last: one and no
 * more. What the source throws comes after the items before it.
 *
 * @param open    begins the source; its signal aborts with the given one, and when the reader stops
 * @param signal  an abort rejects as the source does
 */
export async function* lookAhead<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const iterator = open(stop.signal)[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    for (let item = await next; item.done !== true; item = await next) {
      next = iterator.next();
      // It is looked at in its turn, or never where the reader stops.
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    stop.abort(new Error('Nobody reads on.'));
    await iterator.return?.();
  }
}
