import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { create } from 'tar';
import { describe, expect, test } from 'vitest';
import { createModelStore, type ModelStore } from '../../server/src/models/modelStore.ts';
import { fileWithLength, fileWithRanges, serve, status, textOf } from './support/testServer.ts';
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

/** A registry that knows one version of one package, and has its archive. */
async function serveRegistry(packed: Packed) {
  return serve((request, response) => {
    const { host = '' } = request.headers;
    if (request.headers.accept !== 'application/json' && request.url !== '/weights.tgz') {
      status(406)(request, response);
    } else if (request.url === '/npm/@scope%2Fweights/1.2.3') {
      const dist = { tarball: `http://${host}/weights.tgz`, integrity: packed.integrity };
      response.end(JSON.stringify({ name: '@scope/weights', dist }));
    } else if (request.url === '/weights.tgz') fileWithRanges(packed.bytes)(request, response);
    else status(404)(request, response);
  });
}

describe.each([
  { client: 'no npm client', npmCommand: [join(import.meta.dirname, 'no-such-npm')] },
  // As a shell does that finds none, and a version manager that has none.
  { client: 'an npm that does not run', npmCommand: [process.execPath, '-e', 'process.exit(1)'] },
])('with $client', ({ npmCommand }) => {
  function storeWithout(folder: string, environment: Readonly<Record<string, string>>, more: string[] = []) {
    const sources = (path: string) => more.map((source) => `${source}/${path}`);
    return createModelStore({
      folder: join(folder, 'store'),
      catalog: toyCatalog(
        files.map((file) => ({ ...file, sources: [...file.sources, ...sources(file.path)] })),
      ),
      environment,
      npmCommand,
      networkTiming: quickTiming,
    });
  }

  test.each(['npm_config_registry', 'NPM_CONFIG_REGISTRY'])(
    'the registry itself is asked: %s',
    async (name) => {
      await using folder = await tempFolder();
      const packed = await pack(folder.path);
      await using registry = await serveRegistry(packed);
      const store = storeWithout(folder.path, { [name]: `${registry.url.origin}/npm/` });
      const notes: string[] = [];
      const model = await store.pull('toy', { signal, onNote: (note) => notes.push(note) });
      expect(sha256(await readFile(model.path('model.onnx')))).toBe(sha256(weights));
      expect(notes).toEqual([]);
    },
  );

  test('of two registries that are named the lower name counts, as for npm', async () => {
    await using folder = await tempFolder();
    const packed = await pack(folder.path);
    await using registry = await serveRegistry(packed);
    await using other = await serve(status(404));
    const environment = {
      NPM_CONFIG_REGISTRY: other.url.origin,
      npm_config_registry: `${registry.url.origin}/npm/`,
    };
    await expect(storeWithout(folder.path, environment).pull('toy', { signal })).resolves.toBeDefined();
    expect(other.requests).toEqual([]);
  });

  test('and no registry that is named, it is told what to do', async () => {
    await using folder = await tempFolder();
    await expect(storeWithout(folder.path, {}).pull('toy', { signal })).rejects.toMatchObject({
      code: 'downloadFailed',
      message: expect.stringContaining(
        'No npm client runs here, and npm_config_registry names no registry',
      ) as string,
      hint: expect.stringContaining(
        'Install Node.js, which brings npm, or set npm_config_registry',
      ) as string,
    });
  });

  test.each([
    { answer: status(404), code: 'downloadFailed', text: 'answered 404.' },
    { answer: textOf('<html>'), code: 'downloadFailed', text: 'is no registry of npm packages.' },
    {
      answer: textOf('{"dist":{}}'),
      code: 'downloadFailed',
      text: 'npm knows no archive of @scope/weights@1.2.3.',
    },
    {
      // Longer than any manifest: not all of it is read.
      answer: textOf(`{"dist":{},"more":"${'x'.repeat(4_000_000)}"}`),
      code: 'downloadFailed',
      text: 'is no registry of npm packages.',
    },
    { answer: fileWithLength(Buffer.from('{}'), 100), code: 'networkUnreachable', text: 'cannot be reached' },
  ])('a registry that has none is told: $text', async ({ answer, code, text }) => {
    await using folder = await tempFolder();
    await using registry = await serve(answer);
    const store = storeWithout(folder.path, { npm_config_registry: registry.url.origin });
    await expect(store.pull('toy', { signal })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text) as string,
    });
  });

  test('an archive that the registry does not give is what is told, not that there is no npm', async () => {
    await using folder = await tempFolder();
    const packed = await pack(folder.path);
    const dist = { tarball: 'http://127.0.0.1:1/weights.tgz', integrity: packed.integrity };
    await using registry = await serve(textOf(JSON.stringify({ dist })));
    const store = storeWithout(folder.path, { npm_config_registry: registry.url.origin });
    await expect(store.pull('toy', { signal })).rejects.toMatchObject({
      code: 'networkUnreachable',
      message: expect.stringContaining('127.0.0.1:1 cannot be reached (ECONNREFUSED)') as string,
    });
  });

  test('the next source serves where the registry does not', async () => {
    await using folder = await tempFolder();
    await using registry = await serve(status(403));
    await using hub = await serve((request, response) => {
      fileWithRanges(request.url?.endsWith('ann.bin') === true ? voice : weights)(request, response);
    });
    const environment = { HF_ENDPOINT: hub.url.origin, npm_config_registry: registry.url.origin };
    const store = storeWithout(folder.path, environment, ['hf:o/r@main']);
    const notes: string[] = [];
    await expect(store.pull('toy', { signal, onNote: (note) => notes.push(note) })).resolves.toBeDefined();
    expect(notes).toEqual([`${registry.url.host} answered 403. Trying the next source.`]);
  });
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
