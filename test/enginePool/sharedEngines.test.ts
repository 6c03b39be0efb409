import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { neutralProsody } from '../../protocol/prosody.ts';
import type { EngineModel } from '../../server/src/enginePool/enginePool.ts';
import {
  createSharedEngines,
  type SharedEngines,
  type SharedEnginesOptions,
} from '../../server/src/enginePool/sharedEngines.ts';
import { transcribe } from '../../server/src/recognition/transcribe.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { speak, speakSoon } from '../../server/src/synthesis/pipeline.ts';
import { connectWorker } from '../../server/src/worker/workerConnection.ts';
import { createManualClock } from '../support/manualClock.ts';
import { bundleWorker } from '../worker/bundledWorker.ts';
import { never } from '../support/never.ts';

const bundled = bundleWorker('fakeEngineWorker.ts');
const opened: SharedEngines[] = [];
const good = { engine: 'good', provider: 'cpu' } as const;
const window = { owner: 'window', priority: 'interactive' } as const;
const models: readonly EngineModel[] = [
  { model: 'good-recognizer', kind: 'recognizer', engine: 'good' },
  { model: 'good-synthesizer', kind: 'synthesizer', engine: 'good' },
  { model: 'good-detector', kind: 'voiceActivity', engine: 'detector' },
];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((shared) => shared[Symbol.asyncDispose]()));
});
afterAll(() => {
  bundled[Symbol.dispose]();
});

function createBench(options: Partial<SharedEnginesOptions> = {}) {
  const clock = createManualClock();
  const events: string[] = [];
  const shared = createSharedEngines({
    clock,
    models,
    connect: (worker) => {
      events.push(`start ${worker}`);
      return connectWorker({ scriptPath: bundled.scriptPath, onNote: () => undefined });
    },
    log: (event) => events.push('model' in event ? `${event.type} ${event.model}` : `died ${event.worker}`),
    ...options,
  });
  opened.push(shared);
  return { clock, events, shared };
}

function pidOf(shared: SharedEngines, worker: 'recognition' | 'synthesis'): number {
  const { pid } = shared.status().workers[worker];
  if (pid === null) throw new Error('No process runs.');
  return pid;
}

async function* oneSecondOfSound(): AsyncGenerator<Float32Array> {
  await Promise.resolve();
  yield new Float32Array(16_000).fill(0.5);
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('two kinds of engines', () => {
  test('run in two processes, each started when it is needed', async () => {
    const { shared, events } = createBench();
    await using synthesis = await shared.openSynthesis(window, good, never);
    expect(events).toEqual(['start synthesis', 'loaded good-synthesizer']);
    await using recognition = await shared.openRecognition(window, good, never);
    expect(pidOf(shared, 'recognition')).not.toBe(pidOf(shared, 'synthesis'));
    expect([synthesis.synthesizer.description.model, recognition.recognizer.description.model]).toEqual([
      'good-model',
      'good-model',
    ]);
    const blocked = recognition.recognizer.recognize(new Float32Array(16), { language: 'block' }, never);
    const request = { text: 'hello', voice: 'any', prosody: neutralProsody, spans: [] };
    const startMs = performance.now();
    await synthesis.synthesizer.synthesize(request, never);
    expect(performance.now() - startMs).toBeLessThan(1000);
    await blocked;
  });

  test('serve transcribe() and speak() unchanged', async () => {
    const { shared } = createBench();
    await using recognition = await shared.openRecognition(window, good, never);
    const tools = { ...recognition, options: {} };
    const segments = await collect(transcribe(oneSecondOfSound(), tools, never));
    expect(segments.map(({ text }) => text)).toEqual([`${pidOf(shared, 'recognition')} 2`]);
    await using synthesis = await shared.openSynthesis(window, good, never);
    const request = { text: 'One two. Three four.', voice: 'any' };
    const chunks = await collect(speak(synthesis.synthesizer, request, never));
    expect(chunks.length).toBeGreaterThan(0);
    // What the engine tells while it computes comes over the border, too.
    const soon = await collect(speakSoon(synthesis.synthesizer, request, never));
    expect(soon.length).toBeGreaterThan(chunks.length);
    const samplesOf = (all: typeof chunks): Float32Array => joinSamples(all.map(({ samples }) => samples));
    expect(samplesOf(soon)).toEqual(samplesOf(chunks));
  });
});

describe('leases', () => {
  test('of many connections share one engine; the process ends some time after the last one', async () => {
    const { shared, clock, events } = createBench({ keepAliveMs: () => 60_000, workerIdleMs: 3000 });
    const leases = await Promise.all(
      Array.from({ length: 50 }, (_unused, index) =>
        shared.openRecognition({ owner: `window${index}`, priority: 'preview' }, good, never),
      ),
    );
    expect(events).toEqual(['start recognition', 'loaded good-recognizer', 'loaded good-detector']);
    expect(shared.pool.leaseCount()).toBe(100);
    await Promise.all(leases.map((lease) => lease[Symbol.asyncDispose]()));
    expect(shared.pool.leaseCount()).toBe(0);
    clock.advance(60_000);
    await vi.waitFor(() => {
      expect(clock.timerCount()).toBe(1);
    });
    expect(shared.status().workers.recognition.pid).not.toBeNull();
    clock.advance(3000);
    expect(shared.status().workers.recognition.pid).toBeNull();
    await shared.openRecognition(window, good, never);
    expect(events.filter((event) => event === 'start recognition').length).toBe(2);
  });

  test('of a connection that is gone are given back and counted', async () => {
    const { shared } = createBench();
    await shared.openSynthesis({ ...window, owner: 'gone' }, good, never);
    const other = await shared.openSynthesis(window, good, never);
    expect(await shared.releaseOwner('gone')).toBe(1);
    expect(await shared.releaseOwner('gone')).toBe(0);
    expect(shared.pool.leaseCount()).toBe(1);
    await other.synthesizer.dispose();
    await other[Symbol.asyncDispose]();
    expect([shared.pool.leaseCount(), await shared.releaseOwner('window')]).toEqual([0, 0]);
  });

  test('are bounded: one too many is busy, and no unit of those that are held is', async () => {
    const { shared } = createBench({ maxRequests: { perOwner: 1, inAll: 2 } });
    const lease = await shared.openRecognition(window, good, never);
    await expect(shared.openRecognition(window, good, never)).rejects.toMatchObject({ code: 'busy' });
    await using synthesis = await shared.openSynthesis(window, good, never);
    await shared.openRecognition({ ...window, owner: 'other' }, good, never);
    await expect(
      shared.openRecognition({ owner: 'third', priority: 'book' }, good, never),
    ).rejects.toMatchObject({ code: 'busy', data: { waitingCount: 2, limit: 2 } });
    const units = Array.from({ length: 8 }, () =>
      lease.recognizer.recognize(new Float32Array(16), {}, never),
    );
    expect((await Promise.all(units)).length).toBe(8);
    await lease[Symbol.asyncDispose]();
    await shared.openRecognition(window, good, never);
    await shared.releaseOwner('window');
    await shared.openRecognition(window, good, never);
    expect(synthesis.synthesizer.description.model).toBe('good-model');
  });

  test('that could not be had take no place', async () => {
    const { shared } = createBench({
      maxRequests: { perOwner: 1, inAll: 1 },
      assertInstalled: () =>
        Promise.reject(new SpeechError('modelNotInstalled', { message: 'not here', hint: 'pull it' })),
    });
    for (let time = 0; time < 2; time += 1) {
      await expect(shared.openSynthesis(window, good, never)).rejects.toMatchObject({
        code: 'modelNotInstalled',
      });
    }
  });

  test('of a recognizer are given back when there is no voice activity', async () => {
    const { shared } = createBench({
      assertInstalled: (model) =>
        model === 'good-detector'
          ? Promise.reject(new SpeechError('modelNotInstalled', { message: 'not here', hint: 'pull it' }))
          : Promise.resolve(),
    });
    await expect(shared.openRecognition(window, good, never)).rejects.toMatchObject({
      code: 'modelNotInstalled',
    });
    expect(shared.pool.leaseCount()).toBe(0);
  });
});

test('no process starts for a model that is not installed', async () => {
  const { shared, events } = createBench({
    assertInstalled: () =>
      Promise.reject(new SpeechError('modelNotInstalled', { message: 'not here', hint: 'pull it' })),
  });
  await expect(shared.openSynthesis(window, good, never)).rejects.toMatchObject({
    code: 'modelNotInstalled',
  });
  expect(events).toEqual(['loadFailed good-synthesizer']);
});

test('after a death, engines in use come back when they are used; the others are not said to be loaded', async () => {
  const { shared, events } = createBench();
  await using recognition = await shared.openRecognition(window, good, never);
  await shared.pool.load('good-synthesizer', { provider: 'cpu' }, never);
  const models = () => shared.status().engines.map(({ model }) => model);
  process.kill(pidOf(shared, 'synthesis'), 'SIGKILL');
  process.kill(pidOf(shared, 'recognition'), 'SIGKILL');
  await vi.waitFor(() => {
    expect(events).toContain('died synthesis');
    expect(events).toContain('died recognition');
    expect(models()).toEqual(['good-recognizer', 'good-detector']);
  });
  const { text } = await recognition.recognizer.recognize(new Float32Array(16), {}, never);
  expect(text).toBe(`${pidOf(shared, 'recognition')} 1`);
});

test('dispose does not wait for a model call that nobody waits for any more', async () => {
  const { shared } = createBench();
  const { recognizer, ...lease } = await shared.openRecognition(window, good, never);
  const controller = new AbortController();
  const blocked = recognizer.recognize(new Float32Array(16), { language: 'block' }, controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  controller.abort(new Error('stopped'));
  await expect(blocked).rejects.toThrow('stopped');
  await lease[Symbol.asyncDispose]();
  const startMs = performance.now();
  await shared[Symbol.asyncDispose]();
  expect(performance.now() - startMs).toBeLessThan(700);
});

test('a dictation goes before a book, and holds it', async () => {
  const { shared } = createBench();
  const order: string[] = [];
  const ask = async (owner: string, priority: 'dictation' | 'book') => {
    await using lease = await shared.openRecognition({ owner, priority }, good, never);
    await lease.recognizer.recognize(new Float32Array(16), {}, never);
    order.push(owner);
  };
  await shared.pool.load('good-recognizer', { provider: 'cpu' }, never);
  const hold = shared.holdBackground();
  const book = ask('book', 'book');
  await ask('dictation', 'dictation');
  hold[Symbol.dispose]();
  await book;
  expect(order).toEqual(['dictation', 'book']);
});
