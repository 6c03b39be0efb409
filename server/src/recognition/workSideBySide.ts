import { setTimeout as delay } from 'node:timers/promises';
import { createLinkedAbort } from '../cancellation/linkedAbort.ts';
import { paysBeside, paysTogether } from './sideBySideCost.ts';

/** How items are worked on. */
export interface SideBySideWork<Item, Result> {
  /** Most items at a time; as many and one more may wait, or one where it is 1. */
  readonly count: number;
  /** How much work an item is, in any unit. */
  readonly sizeOf: (item: Item) => number;
  /**
   * @param isOneOfMany  others are worked on at the same time, or will be
   * @param signal       aborts with the reader's, when the reader stops, and when another item fails
   */
  readonly work: (item: Item, isOneOfMany: boolean, signal: AbortSignal) => Promise<Result>;
}

/**
 * Works on the items of a source, several at a time where that is sooner, and gives the results in the order of the items.
 * Before it begins it looks for a moment for what else there is: an item that comes alone is worked on alone, and no other
 * beside it, and so are the last ones where they would keep only some of the places busy. What the source throws comes
 * after the results of the items before it, what the work throws at once.
 *
 * @param open    begins the source; its signal aborts with the given one, and when the reader stops. Items are made
 *                while others are worked on, as many as may wait
 * @param signal  an abort rejects as the source and the work do, and nothing more begins
 */
export async function* workSideBySide<Item, Result>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  { count, sizeOf, work }: SideBySideWork<Item, Result>,
  signal: AbortSignal,
): AsyncGenerator<Result, void, undefined> {
  using stop = createLinkedAbort(signal);
  const iterator = open(stop.signal)[Symbol.asyncIterator]();
  const waiting: Item[] = [];
  /** Those that began, in order, until their results were given. */
  const begun: Begun<Result>[] = [];
  let reading: Promise<void> | null = null;
  let ended = null as Outcome | null;
  let lookout = null as Lookout | null;
  /** Of a unit of size, where others were worked on beside it; null before the first of them has ended. */
  let paceMs: number | null = null;
  const mostWaiting = count === 1 ? 1 : count + 1;

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
    for (const item of waiting.splice(0, 1)) {
      const startMs = performance.now();
      const size = sizeOf(item);
      const learnPace = (): void => {
        if (isOneOfMany) paceMs = (performance.now() - startMs) / size;
      };
      begun.push(track(work(item, isOneOfMany, stop.signal), { isOneOfMany, size, startMs }, learnPace));
    }
  };
  const beginAfresh = (): void => {
    if (waiting.length === 0) return;
    const sizes = waiting.map(sizeOf);
    const isAll = ended !== null || waiting.length === mostWaiting;
    // Whatever else there is: so many together are done sooner.
    const fillsPlaces = waiting.length >= count && paysTogether(sizes, count);
    if (count > 1 && !isAll && !fillsPlaces) {
      lookout ??= lookOut();
      if (!lookout.isOver) return;
    }
    lookout = null;
    begin(count > 1 && (ended === null ? waiting.length > 1 : paysTogether(sizes, count)));
  };
  const mayBegin = (): boolean => {
    const others = running();
    if (waiting.length === 0 || others.length >= count) return false;
    if (!others.every((one) => one.isOneOfMany)) return false;
    if (ended === null || waiting.length > 1 || paceMs === null) return true;
    const moment = { others, paceMs, count, nowMs: performance.now() };
    return waiting.every((last) => paysBeside({ ...moment, size: sizeOf(last) }));
  };
  const beginWhatMay = (): void => {
    if (running().length === 0) beginAfresh();
    while (running().length > 0 && mayBegin()) begin(true);
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const failed = begun.find(({ outcome }) => outcome !== null && 'error' in outcome);
      if (failed !== undefined) await failed.result;
      beginWhatMay();
      if (reading === null && ended === null && waiting.length < mostWaiting) reading = read();
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
          ...(lookout === null ? [] : [lookout.over]),
          ...running().map(({ settled }) => settled),
        ]);
      }
    }
  } finally {
    stop.abort(new Error('Nobody reads on.'));
    await iterator.return?.();
  }
}

/** As long as several segments of a file take to be found; who speaks meanwhile does not notice it. */
const lookoutMs = 100;

interface Lookout {
  readonly over: Promise<void>;
  isOver: boolean;
}

function lookOut(): Lookout {
  const lookout: Lookout = { over: Promise.resolve(), isOver: false };
  const over = delay(lookoutMs, undefined, { ref: false }).then(() => {
    lookout.isOver = true;
  });
  return Object.assign(lookout, { over });
}

interface Start {
  readonly isOneOfMany: boolean;
  readonly size: number;
  readonly startMs: number;
}

interface Begun<Result> extends Start {
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

function track<Result>(result: Promise<Result>, start: Start, onDone: () => void): Begun<Result> {
  const begun: Begun<Result> = { ...start, result, outcome: null, settled: Promise.resolve() };
  const settled = result.then(
    () => {
      begun.outcome = {};
      onDone();
    },
    (error: unknown) => {
      begun.outcome = { error };
    },
  );
  return Object.assign(begun, { settled });
}
