import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { buildProbeGraph } from '../../server/src/inference/probeGraph.ts';
import { createSession, type FallbackNote } from '../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../server/src/inference/tensor.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-session-'));
const addition = await modelFile('addition.onnx', buildProbeGraph());

afterAll(() => rm(folder, { recursive: true }));

async function modelFile(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return file;
}

const feeds = { x: float32Tensor(Float32Array.of(1, 2.5), [2]) };

test('a session runs its graph and names what it takes and gives', async () => {
  const session = await createSession(addition, { provider: 'cpu', threadCount: 1, spinning: false });
  expect(session).toMatchObject({ provider: 'cpu', inputNames: ['x'], outputNames: ['y'] });
  const outputs = await session.run(feeds, ['y']);
  expect([...outputOf(outputs, 'y', 'float32').data]).toEqual([2, 5]);
  expect(outputOf(outputs, 'y', 'float32').dims).toEqual([2]);
  await session.dispose();
});

test('an output of one run feeds the next', async () => {
  const session = await createSession(addition, { provider: 'cpu' });
  const first = await session.run(feeds);
  const second = await session.run({ x: outputOf(first, 'y', 'float32') });
  expect([...outputOf(second, 'y', 'float32').data]).toEqual([4, 10]);
  await session.dispose();
});

test('an output taken for another type or name is a plain error', async () => {
  const session = await createSession(addition, { provider: 'cpu' });
  const outputs = await session.run(feeds);
  expect(() => outputOf(outputs, 'y', 'int64')).toThrow('float32');
  expect(() => outputOf(outputs, 'z', 'float32')).toThrow('"z"');
  await session.dispose();
});

test('disposal waits for the call in flight, may be repeated, and ends the session', async () => {
  const session = await createSession(addition, { provider: 'cpu' });
  const inFlight = session.run(feeds);
  await Promise.all([session.dispose(), session.dispose()]);
  await expect(inFlight).resolves.toHaveProperty('y');
  await expect(session.run(feeds)).rejects.toMatchObject({ code: 'engineFailed' });
  await session.dispose();
});

test('wrong input is engineFailed with its cause', async () => {
  const session = await createSession(addition, { provider: 'cpu' });
  const wrongShape = { x: float32Tensor(new Float32Array(3), [3]) };
  await expect(session.run(wrongShape)).rejects.toMatchObject({
    code: 'engineFailed',
    cause: expect.any(Error) as Error,
  });
  await expect(session.run({})).rejects.toMatchObject({ code: 'engineFailed' });
  await session.dispose();
});

test('a file that is not there is a model that is not installed', async () => {
  await expect(createSession('/nowhere/model.onnx', { provider: 'cpu' })).rejects.toMatchObject({
    code: 'modelNotInstalled',
  });
});

test.each([
  ['empty', new Uint8Array()],
  ['cut short', buildProbeGraph().subarray(0, 40)],
  ['not a model', new TextEncoder().encode('This is a text file, not a model.')],
])('a file that is %s is a corrupt model', async (name, bytes) => {
  const file = await modelFile(`${name}.onnx`, bytes);
  await expect(createSession(file, { provider: 'cpu' })).rejects.toMatchObject({ code: 'modelCorrupt' });
});

test('a folder in place of the file is a corrupt model', async () => {
  await expect(createSession(folder, { provider: 'cpu' })).rejects.toMatchObject({ code: 'modelCorrupt' });
});

test('an operator that ONNX Runtime does not have makes the model incompatible', async () => {
  const bytes = Buffer.from(
    Buffer.from(buildProbeGraph()).toString('latin1').replace('Add', 'Axx'),
    'latin1',
  );
  const file = await modelFile('unknown.onnx', bytes);
  await expect(createSession(file, { provider: 'cpu' })).rejects.toMatchObject({ code: 'modelIncompatible' });
});

// No platform has both, so one of them is always missing.
const missingProvider = process.platform === 'darwin' ? 'dml' : 'coreml';

test('a provider that is missing falls back to the CPU with one note for all sessions', async () => {
  const onFallback = vi.fn<(note: FallbackNote) => void>();
  const options = { provider: missingProvider, onFallback } as const;
  const sessions = [await createSession(addition, options), await createSession(addition, options)];
  expect(sessions.map(({ provider }) => provider)).toEqual(['cpu', 'cpu']);
  expect(onFallback).toHaveBeenCalledTimes(1);
  expect(onFallback.mock.calls[0]?.[0]).toMatchObject({
    requested: missingProvider,
    message: expect.stringContaining(missingProvider) as string,
    cause: { code: 'executionProviderUnavailable' },
  });
  await Promise.all(sessions.map((session) => session.dispose()));
});

test('a provider that is missing is an error where no fallback is wanted', async () => {
  await expect(
    createSession(addition, { provider: missingProvider, fallbackToCpu: false }),
  ).rejects.toMatchObject({ code: 'executionProviderUnavailable' });
});

test('a corrupt model does not look like a missing provider', async () => {
  const onFallback = vi.fn<(note: FallbackNote) => void>();
  const file = await modelFile('bad.onnx', new Uint8Array(8));
  await expect(createSession(file, { provider: missingProvider, onFallback })).rejects.toMatchObject({
    code: 'modelCorrupt',
  });
  expect(onFallback).not.toHaveBeenCalled();
});
