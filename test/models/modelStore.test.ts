import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { DownloadProgress } from '../../protocol/models.ts';
import type { Catalog, CatalogFile } from '../../server/src/models/catalog.ts';
import { openPartFile } from '../../server/src/files/partFile.ts';
import { fileWithRanges, redirect, serve, silence, status } from './support/testServer.ts';
import { impatientTiming, noise, sha256, tempFolder } from './support/testTransfer.ts';
import { toyCatalog } from './support/toyModel.ts';
import { files, serveToy, signal, stateOf, storeIn, tokens, weights } from './support/toyStore.ts';

test('a pulled model opens, is listed, and its files are what the catalogue says', async () => {
  await using folder = await tempFolder();
  await using hub = await serveToy();
  const store = storeIn(folder.path, { hub });
  expect(await stateOf(store)).toBe('notInstalled');
  await expect(store.open('toy', signal)).rejects.toMatchObject({
    code: 'modelNotInstalled',
    hint: expect.stringContaining('aloud models pull toy') as string,
    data: { model: 'toy', title: 'Toy', bytes: weights.length + tokens.length },
  });
  const model = await store.pull('toy', { signal });
  expect(sha256(await readFile(model.path('model.onnx')))).toBe(sha256(weights));
  expect(model.sha256('side/tokens.txt')).toBe(sha256(tokens));
  expect(() => model.path('other.txt')).toThrow(RangeError);
  expect(await stateOf(store)).toBe('installed');
  expect(await readdir(model.folder)).toEqual(['manifest.json', 'model.onnx', 'side']);
});

test('what is installed is not fetched again', async () => {
  await using folder = await tempFolder();
  await using hub = await serveToy();
  const store = storeIn(folder.path, { hub });
  await store.pull('toy', { signal });
  await store.pull('toy', { signal });
  expect(hub.requests).toHaveLength(2);
});

test('progress grows from nothing to the whole', async () => {
  await using folder = await tempFolder();
  await using hub = await serveToy();
  const seen: DownloadProgress[] = [];
  await storeIn(folder.path, { hub }).pull('toy', { signal, onProgress: (progress) => seen.push(progress) });
  const received = seen.map(({ receivedBytes }) => receivedBytes);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
  expect(received[0]).toBe(0);
  expect(seen.at(-1)).toMatchObject({
    model: 'toy',
    receivedBytes: 80_300,
    totalBytes: 80_300,
    phase: 'verifying',
  });
});

test('an abort in the middle keeps the part, and the next pull goes on from it', async () => {
  await using folder = await tempFolder();
  await using hub = await serve(fileWithRanges(weights, { stallAfterBytes: 30_000 }), (request, response) => {
    const content = request.url?.endsWith('tokens.txt') === true ? tokens : weights;
    fileWithRanges(content)(request, response);
  });
  const store = storeIn(folder.path, { hub });
  const controller = new AbortController();
  const reason = new Error('interrupted');
  const pull = store.pull('toy', { signal: controller.signal });
  pull.catch(() => undefined);
  const partPath = join(store.folder, 'toy', '.partial', 'model.onnx.part');
  await vi.waitFor(async () => {
    expect((await stat(partPath)).size).toBe(30_000);
  });
  const abortedAtMs = performance.now();
  controller.abort(reason);
  await expect(pull).rejects.toBe(reason);
  expect(performance.now() - abortedAtMs).toBeLessThan(100);
  expect(await stateOf(store)).toBe('partial');
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelNotInstalled' });
  await store.pull('toy', { signal });
  expect(hub.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=30000-', undefined]);
});

test('a source that has the wrong bytes or none is followed by the next one, with a note', async () => {
  await using folder = await tempFolder();
  await using wrong = await serve(fileWithRanges(noise(80_000, 3)), status(404));
  await using right = await serveToy();
  const withMirror = files.map((file) => ({
    ...file,
    sources: [...file.sources, file.sources[0]?.replace('hf:', 'modelscope:') ?? ''],
  }));
  const notes: string[] = [];
  const store = storeIn(folder.path, {
    catalog: toyCatalog(withMirror),
    environment: { HF_ENDPOINT: wrong.url.origin, MODELSCOPE_ENDPOINT: right.url.origin },
  });
  await store.pull('toy', { signal, onNote: (note) => notes.push(note) });
  expect(notes).toEqual([
    `${wrong.url.host} sent other bytes than expected. Trying the next source.`,
    `${wrong.url.host} answered 404. Trying the next source.`,
  ]);
});

test.each([
  ['wrong bytes everywhere', [fileWithRanges(noise(80_000, 3))], 'modelCorrupt'],
  ['a file that is not there', [status(404)], 'downloadFailed'],
  ['a server that says nothing', [silence], 'networkUnreachable'],
] as const)('%s', async (_name, behaviors, code) => {
  await using folder = await tempFolder();
  await using hub = await serve(...behaviors);
  const store = storeIn(folder.path, { hub, networkTiming: impatientTiming });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({
    code,
    message: expect.stringContaining("'model.onnx' of model 'toy'") as string,
    hint: expect.stringContaining('--from FOLDER') as string,
  });
  expect(await readdir(join(store.folder, 'toy')).then((names) => names.includes('model.onnx'))).toBe(false);
});

test('no network at all', async () => {
  await using folder = await tempFolder();
  const store = storeIn(folder.path, { environment: { HF_ENDPOINT: 'http://127.0.0.1:9' } });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({
    code: 'networkUnreachable',
    message:
      "'model.onnx' of model 'toy' could not be fetched: 127.0.0.1:9 cannot be reached (ECONNREFUSED).",
  });
});

test('a folder that has the files installs without a network', async () => {
  await using folder = await tempFolder();
  const from = join(folder.path, 'usb');
  await mkdir(from);
  await writeFile(join(from, 'model.onnx'), weights);
  await writeFile(join(from, 'tokens.txt'), tokens);
  const store = storeIn(folder.path);
  await expect(store.pull('toy', { signal, from })).resolves.toMatchObject({ id: 'toy' });
});

test.each([
  ['lacks a file', null, 'downloadFailed'],
  ['has a truncated one', tokens.subarray(1), 'modelCorrupt'],
  ['has a changed one', noise(300, 6), 'modelCorrupt'],
])('a folder that %s', async (_name, content, code) => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'model.onnx'), weights);
  if (content !== null) {
    await writeFile(join(folder.path, 'tokens.txt'), content);
  }
  const store = storeIn(folder.path);
  await expect(store.pull('toy', { signal, from: folder.path })).rejects.toMatchObject({ code });
  expect(await stateOf(store)).toBe('partial');
});

test('a checksum that only the hub knows is pinned, and said', async () => {
  await using folder = await tempFolder();
  await using storage = await serve(fileWithRanges(weights));
  await using hub = await serve(redirect(storage.url.href, { 'x-linked-etag': `"${sha256(weights)}"` }));
  const catalog: Catalog = toyCatalog([
    {
      path: 'model.pt',
      bytes: 100_000,
      sha256: null,
      sources: ['hf:o/r@main/model.pt'],
    } satisfies CatalogFile,
  ]);
  const notes: string[] = [];
  const store = storeIn(folder.path, { hub, catalog });
  const model = await store.pull('toy', { signal, onNote: (note) => notes.push(note) });
  expect(notes.join()).toContain(sha256(weights));
  expect(model.sha256('model.pt')).toBe(sha256(weights));
  await writeFile(model.path('model.pt'), noise(80_000, 2));
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelCorrupt' });
});

test('a file whose checksum nobody ever knew is not trusted', async () => {
  await using folder = await tempFolder();
  const catalog = toyCatalog([
    { path: 'model.pt', bytes: 9, sha256: null, sources: ['hf:o/r@main/model.pt'] },
  ]);
  const store = storeIn(folder.path, { catalog });
  await mkdir(join(store.folder, 'toy'), { recursive: true });
  await writeFile(join(store.folder, 'toy', 'model.pt'), 'something');
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelNotInstalled' });
});

test('a component that needs consent is not fetched without it', async () => {
  await using folder = await tempFolder();
  await using hub = await serveToy();
  const catalog = toyCatalog(files, { requiresConsent: true, license: 'GPL-3.0-or-later' });
  const store = storeIn(folder.path, { hub, catalog });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({
    code: 'invalidInput',
    message: expect.stringContaining('GPL-3.0-or-later') as string,
  });
  expect(hub.requests).toEqual([]);
  await expect(store.pull('toy', { signal, hasConsent: true })).resolves.toBeDefined();
});

test('a disk that is too small is told before the first request', async () => {
  await using folder = await tempFolder();
  await using hub = await serveToy();
  const store = storeIn(folder.path, { hub, freeBytes: () => Promise.resolve(80_299) });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({ code: 'diskFull' });
  expect(hub.requests).toEqual([]);
});

test('a disk that fills up leaves no half file, and the model installs once there is room', async () => {
  await using folder = await tempFolder();
  await using hub = await serveToy();
  const full = storeIn(folder.path, {
    hub,
    openPartFile: async (path, mode) => {
      const part = await openPartFile(path, mode);
      const write = (): Promise<void> => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      return { write, close: () => part.close() };
    },
  });
  await expect(full.pull('toy', { signal })).rejects.toMatchObject({
    code: 'diskFull',
    message: expect.stringContaining('1 MB are needed') as string,
  });
  expect(await stateOf(full)).toBe('notInstalled');
  await expect(storeIn(folder.path, { hub }).pull('toy', { signal })).resolves.toBeDefined();
});
