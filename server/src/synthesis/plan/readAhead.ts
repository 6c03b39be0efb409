import { createLinkedAbort } from '../../cancellation/linkedAbort.ts';
import { untilAborted } from '../../cancellation/untilAborted.ts';

/**
 * Reads a stream one item ahead of its reader. A reader that stops, and an abort, end the work at once, whatever the
 * stream waits for.
 *
 * @param open    opens the stream; its signal aborts when nothing more is wanted
 * @param signal  an abort rejects with its reason
 */
export async function* readAhead<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void, undefined> {
  using stop = createLinkedAbort(signal);
  const items = open(stop.signal)[Symbol.asyncIterator]();
  const read = async (afterTurn: Promise<unknown>): Promise<IteratorResult<Item>> => {
    await afterTurn;
    stop.signal.throwIfAborted();
    return items.next();
  };
  const begin = (afterTurn: Promise<unknown>): Promise<IteratorResult<Item>> => {
    const ahead = read(afterTurn);
    // The reader may never come for it; whoever does gets the rejection.
    ahead.catch(() => undefined);
    return ahead;
  };
  try {
    let ahead = begin(Promise.resolve());
    for (;;) {
      const next = await untilAborted(ahead, signal);
      if (next.done === true) return;
      ahead = begin(nextTurn());
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    stop.abort(new Error('The reader has stopped.'));
    // Not awaited: it waits for what the stream is doing.
    items.return?.().catch(() => undefined);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
