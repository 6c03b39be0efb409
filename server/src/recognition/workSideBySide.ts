/** How items are worked on. */
export interface SideBySideWork<Item, Result> {
  /** Most items at a time, and as many more that wait. */
  readonly count: number;
  /**
   * @param isOneOfMany  others are worked on at the same time, or will be
   * @param signal       aborts with the reader's, when the reader stops, and when another item fails
   */
  readonly work: (item: Item, isOneOfMany: boolean, signal: AbortSignal) => Promise<Result>;
}

/**
 * Works on the items of a source, several at a time, and gives the results in the order of the items. An item that comes
 * alone is worked on alone, and no other beside it; those that wait at its end begin together. What the source throws
 * comes after the results of the items before it, what the work throws at once.
 *
 * @param open    begins the source; its signal aborts with the given one, and when the reader stops. Items are made
 *                while others are worked on, as many as may wait
 * @param signal  an abort rejects as the source and the work do, and nothing more begins
 */
export async function* workSideBySide<Item, Result>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  { count, work }: SideBySideWork<Item, Result>,
  signal: AbortSignal,
): AsyncGenerator<Result, void, undefined> {
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const iterator = open(stop.signal)[Symbol.asyncIterator]();
  const waiting: Item[] = [];
  /** Those that began, in order, until their results were given. */
  const begun: Begun<Result>[] = [];
  let reading: Promise<void> | null = null;
  let ended = null as Outcome | null;

  const read = async (): Promise<void> => {
    try {
      const next = await iterator.next();
      if (next.done === true) ended = {};
      else waiting.push(next.value);
    } catch (error) {
      ended = { error };
    }
    reading = null;
  };
  const running = (): readonly Begun<Result>[] => begun.filter(({ outcome }) => outcome === null);
  const begin = (isOneOfMany: boolean): void => {
    for (const item of waiting.splice(0, 1))
      begun.push(track(work(item, isOneOfMany, stop.signal), isOneOfMany));
  };
  const beginWhatMay = (): void => {
    if (running().length === 0) begin(count > 1 && waiting.length > 1);
    while (waiting.length > 0 && running().length < count && running().every((one) => one.isOneOfMany))
      begin(true);
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const failed = begun.find(({ outcome }) => outcome !== null && 'error' in outcome);
      if (failed !== undefined) await failed.result;
      beginWhatMay();
      if (reading === null && ended === null && waiting.length < count) reading = read();
      const [first] = begun;
      if (first !== undefined && first.outcome !== null) {
        begun.shift();
        yield await first.result;
      } else if (first === undefined && waiting.length === 0 && ended !== null) {
        if ('error' in ended) throw ended.error;
        return;
      } else {
        await Promise.race([
          ...(reading === null ? [] : [reading]),
          ...running().map(({ settled }) => settled),
        ]);
      }
    }
  } finally {
    signal.removeEventListener('abort', abort);
    stop.abort(new Error('Nobody reads on.'));
    await iterator.return?.();
  }
}

interface Begun<Result> {
  readonly isOneOfMany: boolean;
  readonly result: Promise<Result>;
  /** Resolves when the result is there, or will never be. */
  readonly settled: Promise<void>;
  /** Null while it is worked on. */
  outcome: Outcome | null;
}

/** Empty where all went well. */
interface Outcome {
  readonly error?: unknown;
}

function track<Result>(result: Promise<Result>, isOneOfMany: boolean): Begun<Result> {
  const begun: Begun<Result> = { isOneOfMany, result, outcome: null, settled: Promise.resolve() };
  const settled = result.then(
    () => {
      begun.outcome = {};
    },
    (error: unknown) => {
      begun.outcome = { error };
    },
  );
  return Object.assign(begun, { settled });
}
