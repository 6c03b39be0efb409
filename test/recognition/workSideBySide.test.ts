import { afterEach, expect, test, vi } from 'vitest';
import { workSideBySide } from '../../server/src/recognition/workSideBySide.ts';
import { untilAborted } from '../../server/src/cancellation/untilAborted.ts';
import { never } from '../support/never.ts';

const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Counts from 1, and tells what happens to it. */
function createSource(told: string[], lastCount = Infinity) {
  return async function* source(signal: AbortSignal): AsyncGenerator<number> {
    try {
      for (let count = 1; count <= lastCount; count += 1) {
        told.push(`makes ${count}`);
        yield await Promise.resolve(count);
      }
    } finally {
      told.push(signal.aborted ? 'closed after an abort' : 'closed');
    }
  };
}

afterEach(() => {
  vi.useRealTimers();
});

/** Works on counts until told to end, or the signal aborts; absent sizes are 1. */
function createBench(count: number, sizes: readonly number[] = []) {
  const begun: string[] = [];
  const ends = new Map<number, (error?: Error) => void>();
  const results: number[] = [];
  const sizeOf = (item: number): number => sizes[item - 1] ?? 1;
  return {
    begun,
    results,
    work: (item: number, isOneOfMany: boolean, signal: AbortSignal): Promise<number> => {
      begun.push(`${item}${isOneOfMany ? ' beside others' : ''}`);
      const result = new Promise<number>((resolve, reject) => {
        ends.set(item, (error) => {
          if (error === undefined) resolve(item);
          else reject(error);
        });
      });
      return untilAborted(result, signal);
    },
    async end(item: number, error?: Error): Promise<void> {
      ends.get(item)?.(error);
      await turns();
    },
    read(open: (signal: AbortSignal) => AsyncIterable<number>, signal = never): Promise<void> {
      const reading = (async () => {
        for await (const result of workSideBySide(open, { count, sizeOf, work: this.work }, signal))
          results.push(result);
      })();
      // It may fail before it is looked at.
      reading.catch(() => undefined);
      return reading;
    },
  };
}

test('one at a time, one item is made meanwhile, and no more', async () => {
  const told: string[] = [];
  const work = (item: number): Promise<number> => Promise.resolve(item);
  for await (const item of workSideBySide(createSource(told), { count: 1, sizeOf: () => 1, work }, never)) {
    told.push(`reads ${item}`);
    await turns();
    if (item === 2) break;
  }
  expect(told.filter((line) => line.startsWith('makes'))).toEqual(['makes 1', 'makes 2', 'makes 3']);
  expect(told.at(-1)).toBe('closed after an abort');
});

test('what is there begins together, and results keep the order of the items', async () => {
  const bench = createBench(2);
  const reading = bench.read(createSource([], 5));
  await turns();
  expect(bench.begun).toEqual(['1 beside others', '2 beside others']);
  await bench.end(2);
  expect(bench.begun.slice(2)).toEqual(['3 beside others']);
  expect(bench.results).toEqual([]);
  await bench.end(1);
  expect(bench.results).toEqual([1, 2]);
  for (const item of [3, 4, 5]) await bench.end(item);
  await reading;
  expect(bench.results).toEqual([1, 2, 3, 4, 5]);
});

test.each([
  { endsAgoMs: 10, begun: '5 beside others' },
  { endsAgoMs: 90, begun: null },
])('the last one begins beside another or waits until that has ended: %o', async ({ endsAgoMs, begun }) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const bench = createBench(2);
  const reading = bench.read(createSource([], 5));
  await turns();
  vi.advanceTimersByTime(100);
  await bench.end(1);
  vi.advanceTimersByTime(100 - endsAgoMs);
  await bench.end(2);
  // The third has run that much longer than the fourth.
  vi.advanceTimersByTime(endsAgoMs);
  await bench.end(3);
  expect(bench.begun.slice(4)).toEqual(begun === null ? [] : [begun]);
  await bench.end(4);
  expect(bench.begun.slice(4)).toEqual([begun ?? '5']);
  await bench.end(5);
  await reading;
});

test.each([
  { sizes: [15, 15], begun: ['1 beside others', '2 beside others'] },
  { sizes: [15, 3], begun: ['1', '2'] },
])('two items are worked on together where that is sooner: %o', async ({ sizes, begun }) => {
  const bench = createBench(2, sizes);
  const reading = bench.read(createSource([], 2));
  await turns();
  await bench.end(1);
  await bench.end(2);
  await reading;
  expect(bench.begun).toEqual(begun);
});

test('items that fill the places begin before it is known whether there are more', async () => {
  const bench = createBench(2);
  const reading = bench.read(async function* pausing(signal) {
    yield 1;
    yield await Promise.resolve(2);
    await untilAborted(new Promise(() => undefined), signal);
  });
  await turns();
  expect(bench.begun).toEqual(['1 beside others', '2 beside others']);
  await bench.end(1, new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});

test('what the source throws comes after the items before it', async () => {
  const bench = createBench(2);
  const reading = bench.read(async function* broken() {
    yield await Promise.resolve(1);
    throw new Error('broken');
  });
  await turns();
  await bench.end(1);
  await expect(reading).rejects.toThrow('broken');
  expect(bench.results).toEqual([1]);
});

test('work that fails ends the work beside it', async () => {
  const told: string[] = [];
  const bench = createBench(2);
  const reading = bench.read(createSource(told));
  await turns();
  await bench.end(1);
  await bench.end(3, new Error('failed'));
  await expect(reading).rejects.toThrow('failed');
  expect(bench.begun).toHaveLength(3);
  expect(told.at(-1)).toBe('closed after an abort');
});

test('an abort rejects with its reason, and nothing else begins', async () => {
  const controller = new AbortController();
  const bench = createBench(2);
  const reading = bench.read(createSource([]), controller.signal);
  await turns();
  await bench.end(1);
  controller.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
  await turns();
  expect(bench.begun).toHaveLength(3);
});

test('an item that comes alone is not waited with for long, nor is a reader that stops', async () => {
  async function* silentAfterOne(signal: AbortSignal): AsyncGenerator<number> {
    yield 1;
    await untilAborted(new Promise(() => undefined), signal);
  }
  const begun: boolean[] = [];
  const work = (item: number, isOneOfMany: boolean): Promise<number> => {
    begun.push(isOneOfMany);
    return Promise.resolve(item);
  };
  for await (const item of workSideBySide(silentAfterOne, { count: 2, sizeOf: () => 1, work }, never)) {
    expect(item).toBe(1);
    break;
  }
  expect(begun).toEqual([false]);
});
