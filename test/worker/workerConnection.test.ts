import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isSpeechError } from '../../protocol/errors.ts';
import { connectWorker, type ProcessConnection } from '../../server/src/worker/workerConnection.ts';
import { bundleWorker } from './bundledWorker.ts';
import { never } from '../support/never.ts';

const bundled = bundleWorker('fakeWorker.ts');
const notes: string[] = [];
const connections: ProcessConnection[] = [];

beforeEach(() => {
  notes.length = 0;
  connections.push(connectWorker({ scriptPath: bundled.scriptPath, onNote: (note) => notes.push(note) }));
});
afterEach(() => connections.pop()?.dispose());
afterAll(() => {
  bundled[Symbol.dispose]();
});

function worker(): ProcessConnection {
  const connection = connections.at(-1);
  if (connection === undefined) throw new Error('No worker was started.');
  return connection;
}

function recognize(language: string, signal: AbortSignal) {
  return worker().call(
    'recognize',
    { handle: 1, samples: new Float32Array(3), options: { language } },
    signal,
  );
}

test('samples cross the border as they are, a view of a larger buffer too', async () => {
  const samples = Float32Array.of(0, 0.25, -1, 0).subarray(1, 3);
  const memory = Float32Array.of(7);
  expect(await worker().call('detect', { handle: 1, samples, memory }, never)).toEqual({
    probabilities: Float32Array.of(0.5, -2),
    memory,
  });
  expect(notes).toEqual(['started']);
});

test('calls in flight together are each answered with their own result', async () => {
  const lengths = [1, 20, 300];
  const results = await Promise.all(
    lengths.map((length) =>
      worker().call('detect', { handle: 1, samples: new Float32Array(length), memory: null }, never),
    ),
  );
  expect(results.map(({ probabilities }) => probabilities.length)).toEqual(lengths);
});

test('a refusal of the world keeps its code, hint and data', async () => {
  const choice = { engine: 'any', provider: 'cpu' } as const;
  const error: unknown = await worker()
    .call('openRecognizer', choice, never)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'modelCorrupt',
    message: 'bad model',
    hint: 'pull it',
    data: { file: 'a.onnx' },
  });
});

test('a fault of ours stays one and keeps its message', async () => {
  const choice = { engine: 'any', provider: 'cpu' } as const;
  const error: unknown = await worker()
    .call('openSynthesizer', choice, never)
    .catch((thrown: unknown) => thrown);
  expect(isSpeechError(error)).toBe(false);
  expect(error).toMatchObject({ message: 'our own fault' });
});

test('a fault that is thrown before there is a promise is told, and the worker lives', async () => {
  await expect(recognize('x-throw', never)).rejects.toThrow('thrown at once');
  expect((await recognize('en', never))?.text).toBe('3');
});

test('a cancelled call has ended when the worker says so, not when it is answered', async () => {
  const controller = new AbortController();
  await recognize('en', never);
  const blocked = recognize('x-block', controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const startMs = performance.now();
  controller.abort(new Error('the user stopped'));
  await expect(blocked).rejects.toThrow('the user stopped');
  await worker().whenEnded(never);
  await worker().whenEnded(controller.signal);
  expect(performance.now() - startMs).toBeGreaterThan(800);
});

test('a cancel is answered within 100 ms while the worker is deep in a native call', async () => {
  const controller = new AbortController();
  await recognize('en', never);
  const blocked = recognize('x-block', controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const startMs = performance.now();
  controller.abort(new Error('the user stopped'));
  await expect(blocked).rejects.toThrow('the user stopped');
  expect(performance.now() - startMs).toBeLessThan(100);
  expect((await recognize('en', never))?.text).toBe('3');
});

test('an engine whose opening is cancelled while its result is on the way is disposed of', async () => {
  const controller = new AbortController();
  await recognize('en', never);
  const opening = worker().call('openVoiceActivity', null, controller.signal);
  blockMs(300);
  controller.abort(new Error('the user stopped'));
  await expect(opening).rejects.toThrow('the user stopped');
  await vi.waitFor(() => {
    expect(notes).toEqual(['started', 'disposed 5']);
  });
});

test('a call that was cancelled before it began is not sent', async () => {
  await expect(recognize('x-die', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  expect((await recognize('en', never))?.text).toBe('3');
});

test('the death of the worker rejects what is pending and what comes after as engineFailed', async () => {
  const calls = [recognize('x-die', never), recognize('en', never)];
  for (const result of await Promise.allSettled(calls)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'engineFailed' } });
  }
  await expect(recognize('en', never)).rejects.toMatchObject({ code: 'engineFailed' });
});

test('dispose ends the process, twice as once', async () => {
  const pending = recognize('x-block', never);
  const disposed = worker().dispose();
  await expect(pending).rejects.toMatchObject({ code: 'engineFailed' });
  await disposed;
  await worker().dispose();
});

/** The worker answers meanwhile, unheard. */
function blockMs(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
