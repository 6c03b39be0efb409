import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createModelStore, type ModelStoreOptions } from '../../server/src/models/modelStore.ts';
import { fileWithRanges, serve, type Behavior } from './support/testServer.ts';
import { noise, quickTiming, sha256, tempFolder, type TempFolder } from './support/testTransfer.ts';
import { toyCatalog, toyFile } from './support/toyModel.ts';

const weights = noise(80_000);
const catalog = toyCatalog([toyFile('model.onnx', weights, 'hf:o/r@main/model.onnx')]);
const signal = new AbortController().signal;
const built: { folder?: TempFolder } = {};

beforeAll(async () => {
  built.folder = await tempFolder();
  await chmod(built.folder.path, 0o755);
  await build({
    entryPoints: [join(import.meta.dirname, 'support', 'pullProcess.ts')],
    outfile: programPath(),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
});

afterAll(() => built.folder?.[Symbol.asyncDispose]());

function programPath(): string {
  return join(built.folder?.path ?? '', 'pullProcess.mjs');
}

interface PullProcess {
  readonly child: ChildProcess;
  readonly output: Promise<readonly string[]>;
}

function startPull(options: ModelStoreOptions, user: { uid?: number; gid?: number } = {}): PullProcess {
  const settings = JSON.stringify({ catalog, networkTiming: quickTiming, ...options });
  const child = spawn(process.execPath, [programPath(), settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...user,
  });
  return { child, output: text(child.stdout).then((printed) => printed.trim().split('\n')) };
}

/** Half the file at once, the rest a little later. */
const slowly: Behavior = (_request, response) => {
  response.writeHead(200, { etag: '"v1"', 'content-length': weights.length });
  response.write(weights.subarray(0, 40_000));
  setTimeout(() => response.end(weights.subarray(40_000)), 100);
};

test('two processes pull the same model: one fetches, the other waits, says so, and finds it done', async () => {
  await using folder = await tempFolder();
  await using hub = await serve(slowly);
  const options = { folder: join(folder.path, 'store'), environment: { HF_ENDPOINT: hub.url.origin } };
  const pulls = [1, 2].map(() => startPull(options));
  const outputs = await Promise.all(pulls.map(({ output }) => output));
  expect(outputs.map((lines) => lines.at(-1))).toEqual(['done', 'done']);
  expect(hub.requests).toHaveLength(1);
  const notes = outputs.flat().filter((line) => line.startsWith('note:'));
  const processIds = pulls.map(({ child }) => child.pid);
  // Where one has finished before the other began there is nothing to wait for.
  for (const note of notes) {
    expect(note).toMatch(/^note: Another process \((\d+)\) is installing 'toy'; waiting for it\.$/u);
    expect(processIds).toContain(Number(/\d+/u.exec(note)?.[0]));
  }
});

test('a process killed in the middle of a download leaves a lock nobody waits for and bytes to go on from', async () => {
  await using folder = await tempFolder();
  await using hub = await serve(
    fileWithRanges(weights, { stallAfterBytes: 40_000 }),
    fileWithRanges(weights),
  );
  const options = {
    folder: join(folder.path, 'store'),
    environment: { HF_ENDPOINT: hub.url.origin },
    networkTiming: { ...quickTiming, stallMs: 30_000 },
  };
  const { child } = startPull(options);
  await vi.waitFor(
    async () => {
      expect((await stat(join(options.folder, 'toy', '.partial', 'model.onnx.part'))).size).toBe(40_000);
    },
    { timeout: 10_000 },
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  const store = createModelStore({ ...options, catalog });
  await expect(store.open('toy', signal)).rejects.toMatchObject({ code: 'modelNotInstalled' });
  const startMs = performance.now();
  const model = await store.pull('toy', { signal });
  expect(performance.now() - startMs).toBeLessThan(2_000);
  expect(sha256(await readFile(model.path('model.onnx')))).toBe(sha256(weights));
  expect(hub.requests.map(({ range }) => range)).toEqual([undefined, 'bytes=40000-']);
});

const isRoot = process.getuid?.() === 0;
const otherUser = isRoot ? { uid: 65_534, gid: 65_534 } : {};

test.skipIf(process.platform === 'win32')('a cache that cannot be written is named', async () => {
  await using folder = await tempFolder();
  await chmod(folder.path, 0o755);
  const readOnly = join(folder.path, 'store');
  await mkdir(readOnly, { mode: 0o555 });
  await expect(startPull({ folder: readOnly, environment: {} }, otherUser).output).resolves.toEqual([
    'failed: cacheNotWritable',
  ]);
  await expect(
    startPull({ folder: join(readOnly, 'models'), environment: {} }, otherUser).output,
  ).resolves.toEqual(['failed: cacheNotWritable']);
});

test.skipIf(process.platform === 'win32')(
  'a model that somebody else installed needs no writing',
  async () => {
    await using folder = await tempFolder();
    await chmod(folder.path, 0o755);
    const store = join(folder.path, 'store');
    await writeFile(join(folder.path, 'model.onnx'), weights);
    await createModelStore({ folder: store, catalog, environment: {} }).pull('toy', {
      signal,
      from: folder.path,
    });
    // Another time than recorded: the file is read again, and what was found cannot be written down.
    await utimes(join(store, 'toy', 'model.onnx'), 1_000, 1_000);
    await chmod(join(store, 'toy'), 0o555);
    await chmod(store, 0o555);
    await expect(startPull({ folder: store, environment: {} }, otherUser).output).resolves.toEqual(['done']);
    await chmod(store, 0o755);
    await chmod(join(store, 'toy'), 0o755);
  },
);

test('the proxy that the environment names is used, except for the hosts of NO_PROXY', async () => {
  await using folder = await tempFolder();
  await using hub = await serve(fileWithRanges(weights));
  const tunnels: string[] = [];
  const proxy = createServer().on('connect', (request, clientSocket) => {
    tunnels.push(request.url ?? '');
    const upstream = connect(Number(hub.url.port), '127.0.0.1', () => {
      clientSocket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(clientSocket).pipe(upstream);
    });
    upstream.on('error', () => clientSocket.destroy());
    clientSocket.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const pullWith = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    const store = createModelStore({ folder: join(folder.path, 'store'), catalog, environment });
    await store.pull('toy', { signal });
    await store.remove('toy');
  };
  await pullWith({ HF_ENDPOINT: 'http://hub.invalid', HTTP_PROXY });
  expect(tunnels).toEqual(['hub.invalid:80']);
  await pullWith({ HF_ENDPOINT: hub.url.origin, HTTP_PROXY, NO_PROXY: '127.0.0.1' });
  expect(tunnels).toHaveLength(1);
  expect(hub.requests).toHaveLength(2);
  proxy.close();
});
