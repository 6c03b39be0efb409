import { afterEach, expect, test, vi } from 'vitest';
import type { SessionOptions } from '../../../../server/src/inference/session.ts';
import type { SenseVoiceModel } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceModel.ts';
import {
  openSenseVoiceModels,
  type SenseVoiceModelsOptions,
} from '../../../../server/src/recognition/engines/senseVoice/senseVoiceModels.ts';
import { never } from '../../../support/never.ts';

const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

afterEach(() => {
  vi.useRealTimers();
});

/** Models that are told by their number of threads; work with them ends when it is told to. */
async function createBench(session: Partial<SenseVoiceModelsOptions>, mostOpen = Infinity) {
  const opened: string[] = [];
  const disposed: string[] = [];
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const names = new Map<SenseVoiceModel, string>();
  const open = ({ threadCount = 0, provider }: SessionOptions): Promise<SenseVoiceModel> => {
    const name = `${threadCount} threads`;
    if (opened.length >= mostOpen) return Promise.reject(new Error('no memory'));
    opened.push(name);
    const model: SenseVoiceModel = {
      provider,
      pieceCount: 7,
      run: () => Promise.reject(new Error('It hears nothing.')),
      dispose: () => Promise.resolve(void disposed.push(name)),
    };
    names.set(model, name);
    return Promise.resolve(model);
  };
  const models = await openSenseVoiceModels(open, { provider: 'cpu', hearsSideBySide: true, ...session });
  return {
    models,
    opened,
    disposed,
    begun,
    use: (isOneOfMany: boolean, signal = never): Promise<void> =>
      models.use(
        async (model) => {
          begun.push(names.get(model) ?? 'unknown');
          await new Promise<void>((resolve) => ends.push(resolve));
        },
        isOneOfMany,
        signal,
      ),
    async endAll(): Promise<void> {
      for (const end of ends.splice(0)) end();
      await turns();
    },
    async beLong(): Promise<void> {
      for (let index = 0; index < 8; index += 1) {
        const used = this.use(true);
        await turns();
        await this.endAll();
        await used;
      }
      begun.length = 0;
    },
  };
}

test('an utterance by itself has all threads, one after the other', async () => {
  const bench = await createBench({ threadCount: 2 });
  void bench.use(false);
  void bench.use(false);
  await turns();
  expect(bench.begun).toEqual(['2 threads']);
  await bench.endAll();
  expect(bench.begun).toEqual(['2 threads', '2 threads']);
  expect(bench.opened).toEqual(['2 threads']);
});

test.each([
  { threadCount: 2, shares: 2, each: '1 threads' },
  { threadCount: 3, shares: 3, each: '1 threads' },
  { threadCount: 8, shares: 4, each: '2 threads' },
])('a long recording is heard side by side: $threadCount threads', async ({ threadCount, shares, each }) => {
  const bench = await createBench({ threadCount });
  expect(bench.models.sideBySideCount).toBe(shares);
  await bench.beLong();
  expect(bench.opened.slice(1)).toEqual(Array.from({ length: shares }, () => each));
  for (let index = 0; index <= shares; index += 1) void bench.use(true);
  await turns();
  expect(bench.begun).toEqual(Array.from({ length: shares }, () => each));
  await bench.endAll();
  expect(bench.begun).toHaveLength(shares + 1);
  await bench.models.dispose();
  expect(bench.disposed).toHaveLength(1 + shares);
});

test('after a recording the models for the next one are loaded when nothing is heard for a second', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const bench = await createBench({ threadCount: 2 });
  const hear = async (isOneOfMany: boolean): Promise<void> => {
    const used = bench.use(isOneOfMany);
    await turns();
    await bench.endAll();
    await used;
  };
  await hear(false);
  vi.advanceTimersByTime(5000);
  expect(bench.opened).toEqual(['2 threads']);
  await hear(true);
  vi.advanceTimersByTime(900);
  await hear(false);
  vi.advanceTimersByTime(900);
  expect(bench.opened).toEqual(['2 threads']);
  vi.advanceTimersByTime(100);
  expect(bench.opened).toEqual(['2 threads', '1 threads', '1 threads']);
  await turns();
  await hear(true);
  expect(bench.begun.at(-1)).toBe('1 threads');
});

test('what is disposed of loads nothing more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const bench = await createBench({ threadCount: 2 });
  const used = bench.use(true);
  await turns();
  await bench.endAll();
  await used;
  await bench.models.dispose();
  vi.advanceTimersByTime(5000);
  expect(bench.opened).toEqual(['2 threads']);
});

test.each([
  { provider: 'webgpu', threadCount: 4 } as const,
  { threadCount: 1 },
  { threadCount: 2, hearsSideBySide: false },
])('nothing is side by side: %o', async (session) => {
  const bench = await createBench(session);
  await bench.beLong();
  expect(bench.models.sideBySideCount).toBe(1);
  expect(bench.opened).toHaveLength(1);
});

test('where the memory does not suffice, all is heard one after the other', async () => {
  const bench = await createBench({ threadCount: 2 }, 2);
  await bench.beLong();
  expect(bench.disposed).toEqual(['1 threads']);
  void bench.use(true);
  void bench.use(true);
  await turns();
  expect(bench.begun).toEqual(['2 threads']);
});

test('what is cancelled while it waits never begins', async () => {
  const bench = await createBench({ threadCount: 2 });
  const controller = new AbortController();
  void bench.use(false);
  const waiting = bench.use(false, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await turns();
  await bench.endAll();
  expect(bench.begun).toHaveLength(1);
});
