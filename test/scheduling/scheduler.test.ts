import { describe, expect, test } from 'vitest';
import type { Priority } from '../../protocol/priority.ts';
import { createScheduler, type SchedulerOptions } from '../../server/src/scheduling/scheduler.ts';
import { createManualClock } from '../support/manualClock.ts';
import { never } from '../support/never.ts';

/** Units write their names when they start; each runs until it is told to end. */
function createBench(options: Partial<SchedulerOptions<'first' | 'second'>> = {}) {
  const clock = createManualClock();
  const started: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const scheduler = createScheduler({
    lanes: ['first', 'second'],
    nowMs: () => clock.nowMs(),
    ...options,
  });
  return {
    clock,
    started,
    scheduler,
    submit(name: string, place: Place, signal = never): Promise<string> {
      const work = () =>
        new Promise<string>((resolve, reject) => {
          started.push(name);
          ends.set(name, (error) => {
            if (error === undefined) resolve(name);
            else reject(error);
          });
        });
      const result = scheduler.run({ lane: 'first', owner: 'window', ...place }, work, signal);
      result.catch(() => undefined);
      return result;
    },
    async end(name: string, error?: Error): Promise<void> {
      ends.get(name)?.(error);
      await turns();
    },
    /** Ends what runs until nothing starts any more. */
    async endAll(): Promise<readonly string[]> {
      for (let index = 0; index < started.length; index += 1) await this.end(started[index] ?? '');
      return started;
    },
  };
}

interface Place {
  readonly priority: Priority;
  readonly owner?: string;
  readonly lane?: 'first' | 'second';
  readonly togetherCount?: number;
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

type Submitted = readonly [name: string, priority: Priority, owner?: string];

describe('units that run together', () => {
  const pair = { priority: 'book', togetherCount: 2 } as const;

  test('are as many at a time as each of them allows', async () => {
    const bench = createBench();
    for (const name of ['a', 'b', 'c', 'd']) void bench.submit(name, pair);
    expect(bench.started).toEqual(['a', 'b']);
    await bench.end('a');
    expect(bench.started).toEqual(['a', 'b', 'c']);
    void bench.submit('e', { ...pair, owner: 'other', togetherCount: 3 });
    await bench.end('c');
    expect(bench.started).toEqual(['a', 'b', 'c', 'e']);
    expect(bench.scheduler.status()[0]?.runningCounts.book).toBe(2);
  });

  test('let one that runs alone go before those that came later', async () => {
    const bench = createBench();
    for (const name of ['a', 'b', 'c']) void bench.submit(name, pair);
    void bench.submit('urgent', { priority: 'dictation', owner: 'other' });
    await bench.end('a');
    expect(bench.started).toEqual(['a', 'b']);
    await bench.end('b');
    expect(bench.started).toEqual(['a', 'b', 'urgent']);
    await bench.end('urgent');
    expect(bench.started).toEqual(['a', 'b', 'urgent', 'c']);
  });

  test('go on where the one that waited to be alone is cancelled', () => {
    const bench = createBench();
    const controller = new AbortController();
    void bench.submit('a', pair);
    void bench.submit('urgent', { priority: 'dictation', owner: 'other' }, controller.signal);
    void bench.submit('b', pair);
    expect(bench.started).toEqual(['a']);
    controller.abort(new Error('enough'));
    expect(bench.started).toEqual(['a', 'b']);
  });
});

describe('the order in which waiting units start', () => {
  test.each<{ name: string; units: readonly Submitted[]; expected: string }>([
    {
      name: 'more urgent first',
      units: [
        ['a', 'book'],
        ['b', 'preview'],
        ['c', 'dictation'],
        ['d', 'interactive'],
      ],
      expected: 'running c d b a',
    },
    {
      name: 'as they came, of one owner',
      units: [
        ['a', 'preview'],
        ['b', 'preview'],
        ['c', 'preview'],
      ],
      expected: 'running a b c',
    },
    {
      name: 'in turns between owners',
      units: [
        ['a1', 'preview', 'a'],
        ['a2', 'preview', 'a'],
        ['a3', 'preview', 'a'],
        ['b1', 'preview', 'b'],
        ['c1', 'preview', 'c'],
        ['c2', 'preview', 'c'],
      ],
      expected: 'running a1 b1 c1 a2 c2 a3',
    },
    {
      name: 'turns are taken among equals only',
      units: [
        ['a1', 'book', 'a'],
        ['b1', 'dictation', 'b'],
        ['b2', 'dictation', 'b'],
      ],
      expected: 'running b1 b2 a1',
    },
  ])('$name', async ({ units, expected }) => {
    const bench = createBench();
    void bench.submit('running', { priority: 'book' });
    for (const [name, priority, owner = 'window'] of units) void bench.submit(name, { priority, owner });
    expect(await bench.endAll()).toEqual(expected.split(' '));
  });

  test('an owner that asks for its next unit only when it has one is not starved by one with a hundred', async () => {
    const bench = createBench();
    for (let index = 0; index < 100; index += 1)
      void bench.submit(`many${index}`, { priority: 'preview', owner: 'many' });
    void bench.submit('one', { priority: 'preview', owner: 'one' });
    await bench.end('many0');
    await bench.end('one');
    void bench.submit('two', { priority: 'preview', owner: 'one' });
    await bench.end('many1');
    expect(bench.started).toEqual(['many0', 'one', 'many1', 'two']);
  });

  test('a stream that asks for its next unit in its turn is not cut by something less urgent', async () => {
    const bench = createBench();
    const first = bench.submit('clause1', { priority: 'interactive' });
    void bench.submit('book', { priority: 'book' });
    const next = first.then(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return bench.submit('clause2', { priority: 'interactive' });
    });
    await bench.end('clause1');
    await bench.end('clause2');
    await next;
    expect(bench.started).toEqual(['clause1', 'clause2', 'book']);
  });

  test('lanes do not wait for each other', () => {
    const bench = createBench();
    void bench.submit('a', { priority: 'book', lane: 'first' });
    void bench.submit('b', { priority: 'book', lane: 'second' });
    expect(bench.started).toEqual(['a', 'b']);
  });
});

describe('books', () => {
  test('do not start on any lane while something holds them, and start when the last hold is gone', async () => {
    const bench = createBench();
    const holds = [bench.scheduler.holdBackground(), bench.scheduler.holdBackground()];
    void bench.submit('book1', { priority: 'book', lane: 'first' });
    void bench.submit('book2', { priority: 'book', lane: 'second' });
    void bench.submit('preview', { priority: 'preview', lane: 'second' });
    await bench.end('preview');
    holds[0]?.[Symbol.dispose]();
    holds[0]?.[Symbol.dispose]();
    expect(bench.started).toEqual(['preview']);
    holds[1]?.[Symbol.dispose]();
    expect(bench.started).toEqual(['preview', 'book1', 'book2']);
  });

  test('get one unit in ten seconds when previews never stop', async () => {
    const bench = createBench();
    for (let index = 0; index < 5; index += 1) void bench.submit(`p${index}`, { priority: 'preview' });
    void bench.submit('b0', { priority: 'book' });
    void bench.submit('b1', { priority: 'book' });
    await bench.end('p0');
    bench.clock.advance(10_000);
    await bench.end('p1');
    await bench.end('b0');
    await bench.end('p2');
    bench.clock.advance(10_000);
    await bench.end('p3');
    expect(bench.started).toEqual(['p0', 'p1', 'b0', 'p2', 'p3', 'b1']);
  });

  test('never go before dictation or interactive speech, however long they waited', async () => {
    const bench = createBench();
    void bench.submit('running', { priority: 'preview' });
    void bench.submit('book', { priority: 'book' });
    bench.clock.advance(3_600_000);
    void bench.submit('interactive', { priority: 'interactive' });
    void bench.submit('dictation', { priority: 'dictation' });
    expect(await bench.endAll()).toEqual(['running', 'dictation', 'interactive', 'book']);
  });
});

describe('an abort', () => {
  test('takes a waiting unit out at once, and it never starts', async () => {
    const bench = createBench();
    const controller = new AbortController();
    void bench.submit('running', { priority: 'preview' });
    const waiting = bench.submit('waiting', { priority: 'preview' }, controller.signal);
    controller.abort(new Error('stopped'));
    expect(bench.scheduler.status()[0]?.waitingCounts.preview).toBe(0);
    await expect(waiting).rejects.toThrow('stopped');
    expect(await bench.endAll()).toEqual(['running']);
  });

  test('answers a running unit at once and keeps its lane until its work has ended', async () => {
    const bench = createBench();
    const controller = new AbortController();
    const running = bench.submit('running', { priority: 'preview' }, controller.signal);
    void bench.submit('next', { priority: 'preview' });
    controller.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    expect(bench.started).toEqual(['running']);
    await bench.end('running');
    expect(bench.started).toEqual(['running', 'next']);
  });

  test('before the call: nothing starts', async () => {
    const bench = createBench();
    const call = bench.submit('late', { priority: 'preview' }, AbortSignal.abort(new Error('too late')));
    await expect(call).rejects.toThrow('too late');
    expect(bench.started).toEqual([]);
  });
});

describe('failures and status', () => {
  test.each([
    ['a rejection', () => Promise.reject(new Error('broken'))],
    [
      'a throw',
      () => {
        throw new Error('broken');
      },
    ],
  ])('%s of the work is told, and the lane goes on', async (_name, work) => {
    const bench = createBench();
    const place = { lane: 'first', owner: 'window', priority: 'preview' } as const;
    const failed = bench.scheduler.run(place, work, never);
    void bench.submit('next', { priority: 'preview' });
    await expect(failed).rejects.toThrow('broken');
    await turns();
    expect(bench.started).toEqual(['next']);
  });

  test('the status counts what runs and what waits', () => {
    const bench = createBench();
    void bench.submit('a', { priority: 'book' });
    void bench.submit('b', { priority: 'preview' });
    void bench.submit('c', { priority: 'preview' });
    expect(bench.scheduler.status()).toEqual([
      {
        lane: 'first',
        runningCounts: { dictation: 0, interactive: 0, preview: 0, book: 1 },
        waitingCounts: { dictation: 0, interactive: 0, preview: 2, book: 0 },
      },
      {
        lane: 'second',
        runningCounts: { dictation: 0, interactive: 0, preview: 0, book: 0 },
        waitingCounts: { dictation: 0, interactive: 0, preview: 0, book: 0 },
      },
    ]);
  });
});
