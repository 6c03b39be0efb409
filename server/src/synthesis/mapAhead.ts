export interface Mapped<Item, Result> {
  readonly item: Item;
  readonly result: Result;
}

/**
 * Maps items one after the other, always one ahead of the reader: while the reader has a result, the next one is
 * being made, and no more than that. It is begun after the reader has had its turn, so work that blocks the thread
 * does not keep a finished result from being heard. A reader that stops aborts what is being made.
 *
 * @param signal  an abort rejects with its reason
 */
export async function* mapAhead<Item, Result>(
  items: Iterable<Item>,
  map: (item: Item, signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Mapped<Item, Result>, void, undefined> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const source: Iterator<Item, unknown> = items[Symbol.iterator]();
  const begin = (afterTurn: Promise<unknown>): Promise<Mapped<Item, Result> | null> => {
    const made = afterTurn.then(async () => {
      both.throwIfAborted();
      const next = source.next();
      return next.done === true ? null : { item: next.value, result: await map(next.value, both) };
    });
    // The reader may never come for it; whoever does gets the rejection.
    made.catch(() => undefined);
    return made;
  };
  try {
    let ahead = begin(Promise.resolve());
    for (let mapped = await ahead; mapped !== null; mapped = await ahead) {
      ahead = begin(nextTurn());
      yield mapped;
      signal.throwIfAborted();
    }
  } finally {
    stop.abort(new Error('The reader has stopped.'));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
