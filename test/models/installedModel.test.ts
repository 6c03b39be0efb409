import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ModelStore } from '../../server/src/models/modelStore.ts';
import { noise, tempFolder } from './support/testTransfer.ts';
import { signal, stateOf, storeIn, tokens, weights } from './support/toyStore.ts';

interface Installed extends AsyncDisposable {
  readonly store: ModelStore;
  readonly modelPath: string;
}

async function installToy(): Promise<Installed> {
  const folder = await tempFolder();
  await writeFile(join(folder.path, 'model.onnx'), weights);
  await writeFile(join(folder.path, 'tokens.txt'), tokens);
  const store = storeIn(folder.path);
  const model = await store.pull('toy', { signal, from: folder.path });
  return {
    store,
    modelPath: model.path('model.onnx'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test('a file that was changed is never opened, and the next pull replaces it', async () => {
  await using installed = await installToy();
  const { store, modelPath } = installed;
  await writeFile(modelPath, noise(80_000, 8));
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelCorrupt' });
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelCorrupt' });
  expect(await stateOf(store)).toBe('corrupt');
  const from = join(store.folder, '..');
  await expect(store.pull('toy', { signal, from })).resolves.toBeDefined();
  expect(await stateOf(store)).toBe('installed');
});

test('a file that was only touched is read once more and trusted again', async () => {
  await using installed = await installToy();
  const { store, modelPath } = installed;
  await utimes(modelPath, 1_000, 1_000);
  await expect(store.open('toy', signal)).resolves.toBeDefined();
  const manifest = await readFile(join(store.folder, 'toy', 'manifest.json'), 'utf8');
  expect(manifest).toContain('"mtimeMs": 1000000');
});

test('files without a manifest are verified before use', async () => {
  await using installed = await installToy();
  const { store } = installed;
  await rm(join(store.folder, 'toy', 'manifest.json'));
  await expect(store.open('toy', signal)).resolves.toBeDefined();
});

test('verify finds what size and time do not show', async () => {
  await using installed = await installToy();
  const { store, modelPath } = installed;
  const { atime, mtime } = await stat(modelPath);
  expect((await store.verify('toy', signal)).state).toBe('installed');
  await writeFile(modelPath, noise(80_000, 8));
  await utimes(modelPath, atime, mtime);
  expect((await store.verify('toy', signal)).state).toBe('corrupt');
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelCorrupt' });
});

test('remove leaves nothing, and is no error twice', async () => {
  await using installed = await installToy();
  const { store } = installed;
  await store.remove('toy');
  await store.remove('toy');
  expect(await readdir(store.folder)).toEqual([]);
});

test('where a file is in place of the folder, nothing is installed, and nothing can be', async () => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'models'), 'a file');
  await writeFile(join(folder.path, 'model.onnx'), weights);
  await writeFile(join(folder.path, 'tokens.txt'), tokens);
  const store = storeIn(folder.path);
  expect(await stateOf(store)).toBe('notInstalled');
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelNotInstalled' });
  await expect(store.pull('toy', { signal, from: folder.path })).rejects.toMatchObject({
    code: 'cacheNotWritable',
    message: expect.stringMatching(
      /cannot be written: (?:a part of its path is not a folder|there is a file of that name)\.$/,
    ) as unknown,
  });
});
