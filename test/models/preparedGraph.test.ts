import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { OnnxFormatError } from '../../server/src/onnx/onnxFormatError.ts';
import { createModelStore, type InstalledModel } from '../../server/src/models/modelStore.ts';
import { openPreparedGraph, type PreparedGraphRequest } from '../../server/src/models/preparedGraph.ts';
import { tempFolder } from './support/testTransfer.ts';
import { toyCatalog, toyFile } from './support/toyModel.ts';

const signal = new AbortController().signal;

async function modelIn(folder: string, sha256 = 'a1'): Promise<InstalledModel> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), 'published');
  return { id: 'toy', folder, path: (name) => join(folder, name), sha256: () => sha256 };
}

interface CountedRequest extends PreparedGraphRequest {
  readonly runs: { count: number };
}

function request(overrides: Partial<PreparedGraphRequest> & { version?: number } = {}): CountedRequest {
  const runs = { count: 0 };
  const rewrite = (bytes: Uint8Array): Record<string, Uint8Array> => {
    runs.count += 1;
    return { 'a.onnx': Buffer.concat([bytes, Buffer.from(' a')]), 'b.onnx': Buffer.from('b') };
  };
  return {
    file: 'model.onnx',
    recipe: { id: 'split', version: overrides.version ?? 1, rewrite },
    ...overrides,
    runs,
  };
}

test('a graph is prepared once and then found', async () => {
  await using folder = await tempFolder();
  const model = await modelIn(folder.path);
  const wanted = request();
  const paths = await openPreparedGraph(model, wanted, signal);
  expect(await readFile(paths['a.onnx'] ?? '', 'utf8')).toBe('published a');
  expect(Object.keys(paths)).toEqual(['a.onnx', 'b.onnx']);
  expect(await openPreparedGraph(model, wanted, signal)).toEqual(paths);
  expect(wanted.runs.count).toBe(1);
});

test.each(['', '{"a.onnx": {"bytes": 11', 'null', '{"a.onnx": null}'])(
  'where the record of what was made is damaged, it is made again: %j',
  async (record) => {
    await using folder = await tempFolder();
    const model = await modelIn(folder.path);
    const wanted = request();
    const paths = await openPreparedGraph(model, wanted, signal);
    await writeFile(join(dirname(paths['a.onnx'] ?? ''), 'record.json'), record);
    expect(await openPreparedGraph(model, wanted, signal)).toEqual(paths);
    expect(wanted.runs.count).toBe(2);
  },
);

test('two callers at once prepare once', async () => {
  await using folder = await tempFolder();
  const model = await modelIn(folder.path);
  const wanted = request();
  const [first, second] = await Promise.all([
    openPreparedGraph(model, wanted, signal),
    openPreparedGraph(model, wanted, signal),
  ]);
  expect(first).toEqual(second);
  expect(wanted.runs.count).toBe(1);
});

test('a result that fails its check leaves nothing, and is tried again', async () => {
  await using folder = await tempFolder();
  const model = await modelIn(folder.path);
  const seen: string[] = [];
  const check: PreparedGraphRequest['check'] = async (original, prepared) => {
    seen.push(await readFile(original, 'utf8'), await readFile(prepared['b.onnx'] ?? '', 'utf8'));
    throw new Error('differs by 0.5');
  };
  await expect(openPreparedGraph(model, request({ check }), signal)).rejects.toThrow('differs by 0.5');
  expect(seen).toEqual(['published', 'b']);
  expect(await readdir(join(folder.path, 'prepared', 'split'))).toEqual([]);
  await expect(openPreparedGraph(model, request(), signal)).resolves.toBeDefined();
});

test.each([
  ['a newer recipe', 'a1', 2],
  ['another source', 'b2', 1],
])('%s is prepared anew and replaces the old result', async (_name, sha256, version) => {
  await using folder = await tempFolder();
  const old = await openPreparedGraph(await modelIn(folder.path), request(), signal);
  const fresh = await openPreparedGraph(await modelIn(folder.path, sha256), request({ version }), signal);
  expect(fresh['a.onnx']).not.toBe(old['a.onnx']);
  expect(await readdir(join(folder.path, 'prepared', 'split'))).toHaveLength(1);
});

test('a prepared graph that was changed since is made again', async () => {
  await using folder = await tempFolder();
  const model = await modelIn(folder.path);
  const wanted = request();
  const paths = await openPreparedGraph(model, wanted, signal);
  await writeFile(paths['a.onnx'] ?? '', 'tampered with');
  await openPreparedGraph(model, wanted, signal);
  expect(await readFile(paths['a.onnx'] ?? '', 'utf8')).toBe('published a');
  expect(wanted.runs.count).toBe(2);
});

test('an abort during the check leaves nothing', async () => {
  await using folder = await tempFolder();
  const model = await modelIn(folder.path);
  const controller = new AbortController();
  const reason = new Error('stop');
  const check: PreparedGraphRequest['check'] = () => {
    controller.abort(reason);
    return Promise.resolve();
  };
  await expect(openPreparedGraph(model, request({ check }), controller.signal)).rejects.toBe(reason);
  expect(await readdir(join(folder.path, 'prepared', 'split'))).toEqual([]);
});

test('what is made of the prepared graphs takes their place', async () => {
  await using folder = await tempFolder();
  const model = await modelIn(folder.path);
  const seen: (readonly string[])[] = [];
  const wanted = request({
    async finish({ 'a.onnx': a = '', ...others }) {
      const packed = join(dirname(a), 'packed.onnx');
      await rename(a, packed);
      return { 'packed.onnx': packed, ...others };
    },
    check: (_original, prepared) => Promise.resolve(void seen.push(Object.keys(prepared))),
  });
  const paths = await openPreparedGraph(model, wanted, signal);
  expect(Object.keys(paths)).toEqual(['b.onnx', 'packed.onnx']);
  expect(await readFile(paths['packed.onnx'] ?? '', 'utf8')).toBe('published a');
  expect(await openPreparedGraph(model, wanted, signal)).toEqual(paths);
  expect(seen).toEqual([['packed.onnx', 'b.onnx']]);
});

test('a graph that breaks while it is rewritten is refused by name', async () => {
  await using folder = await tempFolder();
  const rewrite = (): never => {
    throw new OnnxFormatError('The tensor w has 0 values instead of 4.');
  };
  const opened = openPreparedGraph(
    await modelIn(folder.path),
    { file: 'model.onnx', recipe: { id: 'split', version: 1, rewrite } },
    signal,
  );
  await expect(opened).rejects.toMatchObject({
    code: 'modelCorrupt',
    message: "'model.onnx' of model 'toy' is a broken graph: The tensor w has 0 values instead of 4.",
  });
});

test.each([
  ['modelCorrupt', 'partial', 'whole'],
  ['modelIncompatible', 'installed', 'half'],
] as const)('a source without a checksum that is %s leaves the model %s', async (code, state, content) => {
  await using folder = await tempFolder();
  const file = { ...toyFile('model.onnx', Buffer.from('whole'), 'file:/nowhere'), sha256: null };
  const config = toyFile('config.json', Buffer.from('{}'), 'file:/nowhere');
  const store = createModelStore({
    folder: join(folder.path, 'store'),
    catalog: toyCatalog([file, config]),
    environment: {},
  });
  const from = join(folder.path, 'given');
  await mkdir(from);
  await writeFile(join(from, 'config.json'), '{}');
  const pull = async (given: string): Promise<InstalledModel> => {
    await writeFile(join(from, 'model.onnx'), given);
    return store.pull('toy', { signal, from });
  };
  const refuse = (): never => {
    throw new SpeechError(code, { message: 'It cannot be used.', hint: 'Take another.' });
  };
  const model = await pull('half');
  const recipe = { id: 'split', version: 1, rewrite: refuse };
  await expect(openPreparedGraph(model, { file: 'model.onnx', recipe }, signal)).rejects.toMatchObject({
    code,
  });
  expect((await store.list(signal)).map((summary) => summary.state)).toEqual([state]);
  const again = await pull('whole');
  expect(await readFile(again.path('model.onnx'), 'utf8')).toBe(content);
});
