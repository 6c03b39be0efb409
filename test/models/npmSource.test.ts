import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { create } from 'tar';
import { expect, test } from 'vitest';
import { createModelStore, type ModelStore } from '../../server/src/models/modelStore.ts';
import { fileWithRanges, serve, status } from './support/testServer.ts';
import { noise, quickTiming, sha256, tempFolder } from './support/testTransfer.ts';
import { toyCatalog, toyFile } from './support/toyModel.ts';

const signal = new AbortController().signal;
const weights = noise(60_000);
const voice = noise(5_000, 2);
const files = [
  toyFile('model.onnx', weights, 'npm:@scope/weights@1.2.3/build/model.onnx'),
  toyFile('voices/ann.bin', voice, 'npm:@scope/weights@1.2.3/build/voices/ann.bin'),
];
const fakeNpm = [process.execPath, join(import.meta.dirname, 'support', 'fakeNpm.mjs')];

interface Packed {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly integrity: string;
}

/** An npm archive with the weights, a script that must not be unpacked, and a file that would leave the folder. */
async function pack(folder: string, changes: Readonly<Record<string, Uint8Array>> = {}): Promise<Packed> {
  const contents: Record<string, Uint8Array> = {
    'package/package.json': Buffer.from('{"scripts":{"postinstall":"exit 1"}}'),
    'package/build/model.onnx': weights,
    'package/build/voices/ann.bin': voice,
    ...changes,
  };
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const path = join(folder, 'weights.tgz');
  await create({ file: path, cwd: folder, gzip: true, portable: true }, Object.keys(contents));
  const bytes = await readFile(path);
  return { path, bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
}

interface NpmAnswer {
  readonly dist?: { readonly tarball: string; readonly integrity?: string; readonly shasum?: string };
  readonly errorCode?: string;
  readonly tarballPath?: string;
  /** Where it notes the folders that it runs in. */
  readonly placesPath?: string;
}

function storeIn(folder: string, answer: NpmAnswer, npmCommand: readonly string[] = fakeNpm): ModelStore {
  return createModelStore({
    folder: join(folder, 'store'),
    catalog: toyCatalog(files),
    environment: { FAKE_NPM: JSON.stringify(answer) },
    npmCommand,
    networkTiming: quickTiming,
  });
}

test('one archive is fetched for all its files, and only they are unpacked', async () => {
  await using folder = await tempFolder();
  const packed = await pack(folder.path);
  await using registry = await serve(
    fileWithRanges(packed.bytes, { dropAfterBytes: 40_000 }),
    fileWithRanges(packed.bytes),
  );
  const store = storeIn(folder.path, { dist: { tarball: registry.url.href, integrity: packed.integrity } });
  const model = await store.pull('toy', { signal });
  expect(sha256(await readFile(model.path('model.onnx')))).toBe(sha256(weights));
  expect(sha256(await readFile(model.path('voices/ann.bin')))).toBe(sha256(voice));
  expect(registry.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=40000-']);
  expect(await readdir(model.folder)).toEqual(['manifest.json', 'model.onnx', 'voices']);
});

test('an old package is verified by its sha1', async () => {
  await using folder = await tempFolder();
  const packed = await pack(folder.path);
  await using registry = await serve(fileWithRanges(packed.bytes));
  const shasum = createHash('sha1').update(packed.bytes).digest('hex');
  const store = storeIn(folder.path, { dist: { tarball: registry.url.href, shasum } });
  await expect(store.pull('toy', { signal })).resolves.toBeDefined();
});

test('an archive of other integrity is not unpacked', async () => {
  await using folder = await tempFolder();
  const packed = await pack(folder.path);
  await using registry = await serve(fileWithRanges(noise(packed.bytes.length)));
  const store = storeIn(folder.path, { dist: { tarball: registry.url.href, integrity: packed.integrity } });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({ code: 'modelCorrupt' });
});

test.each([
  ['has another file', { 'package/build/model.onnx': noise(60_000, 9) }, 'modelCorrupt'],
  ['has a longer file', { 'package/build/model.onnx': noise(60_001) }, 'modelCorrupt'],
])('an archive that %s than the catalogue is refused', async (_name, changes, code) => {
  await using folder = await tempFolder();
  const packed = await pack(folder.path, changes);
  await using registry = await serve(fileWithRanges(packed.bytes));
  const store = storeIn(folder.path, { dist: { tarball: registry.url.href, integrity: packed.integrity } });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({ code });
  expect(await readdir(join(store.folder, 'toy')).then((names) => names.includes('model.onnx'))).toBe(false);
});

test('an archive that lacks a file is refused', async () => {
  await using folder = await tempFolder();
  await mkdir(join(folder.path, 'package'));
  await writeFile(join(folder.path, 'package', 'readme'), 'nothing here');
  const path = join(folder.path, 'w.tgz');
  await create({ file: path, cwd: folder.path, gzip: true }, ['package']);
  const bytes = await readFile(path);
  await using registry = await serve(fileWithRanges(bytes));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const store = storeIn(folder.path, { dist: { tarball: registry.url.href, integrity } });
  await expect(store.pull('toy', { signal })).rejects.toMatchObject({ code: 'downloadFailed' });
});

test("a registry that wants npm's credentials is left to npm", async () => {
  await using folder = await tempFolder();
  const packed = await pack(folder.path);
  await using registry = await serve(status(401));
  const store = storeIn(folder.path, {
    dist: { tarball: registry.url.href, integrity: packed.integrity },
    tarballPath: packed.path,
  });
  const notes: string[] = [];
  await expect(store.pull('toy', { signal, onNote: (note) => notes.push(note) })).resolves.toBeDefined();
  expect(notes).toEqual([`${registry.url.host} answered 401. Letting npm fetch @scope/weights instead.`]);
});

test('npm never runs where the user is: a project there may have settings of its own', async () => {
  await using folder = await tempFolder();
  const packed = await pack(folder.path);
  await using registry = await serve(status(401));
  const placesPath = join(folder.path, 'places');
  const store = storeIn(folder.path, {
    dist: { tarball: registry.url.href, integrity: packed.integrity },
    tarballPath: packed.path,
    placesPath,
  });
  await store.pull('toy', { signal });
  const places = (await readFile(placesPath, 'utf8')).trimEnd().split('\n');
  expect(places).toEqual([parse(process.cwd()).root, expect.stringContaining('npm-pack')]);
});

test.each([
  ['E404', 'downloadFailed', 'npm has no @scope/weights@1.2.3 (E404).'],
  ['ENOTFOUND', 'networkUnreachable', "could not be fetched: npm's registry cannot be reached (ENOTFOUND)."],
])('npm failing with %s is %s', async (errorCode, code, text) => {
  await using folder = await tempFolder();
  await expect(storeIn(folder.path, { errorCode }).pull('toy', { signal })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(text) as string,
  });
});

test('without an npm client the next source serves', async () => {
  await using folder = await tempFolder();
  await using hub = await serve((request, response) => {
    fileWithRanges(request.url?.endsWith('ann.bin') === true ? voice : weights)(request, response);
  });
  const store = createModelStore({
    folder: join(folder.path, 'store'),
    catalog: toyCatalog(
      files.map((file) => ({ ...file, sources: [...file.sources, `hf:o/r@main/${file.path}`] })),
    ),
    environment: { HF_ENDPOINT: hub.url.origin },
    npmCommand: [join(folder.path, 'no-such-npm')],
    networkTiming: quickTiming,
  });
  const notes: string[] = [];
  await expect(store.pull('toy', { signal, onNote: (note) => notes.push(note) })).resolves.toBeDefined();
  expect(notes).toEqual(['There is no npm client on the PATH. Trying the next source.']);
});

test('an abort while npm thinks is answered at once', async () => {
  await using folder = await tempFolder();
  const sleeper = join(folder.path, 'sleeper.mjs');
  await writeFile(sleeper, 'setTimeout(() => {}, 60_000);');
  const store = storeIn(folder.path, {}, [process.execPath, sleeper]);
  const controller = new AbortController();
  const pull = store.pull('toy', { signal: controller.signal });
  setTimeout(() => {
    controller.abort(new Error('stop'));
  }, 200);
  const startMs = performance.now();
  await expect(pull).rejects.toThrow('stop');
  expect(performance.now() - startMs).toBeLessThan(300);
});
