import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { onNotification } from '../../protocol/calls.ts';
import { daemonStatus, type DaemonStatus } from '../../protocol/daemon.ts';
import { modelPull, modelRemove, modelsChanged, modelsList } from '../../protocol/models.ts';
import { recognizeAudio } from '../../protocol/recognition.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { voicesChanged } from '../../protocol/voices.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { modelsFolder } from '../../server/src/files/cacheFolder.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { hearInline, speakWhole } from '../load/loadRequests.ts';
import { bundleProgram } from '../support/bundleProgram.ts';
import { createDaemonPlace, type DaemonPlace } from '../support/daemonProcess.ts';
import { linkFolder } from '../support/modelStoreCopy.ts';
import { endProcess, isAlive, readChildIds, whenEnded } from '../support/processes.ts';
import { never } from '../support/never.ts';

const shortText = 'The wind came first.';
const longText =
  'The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates. Nobody ' +
  'spoke much, because the wind took every word away. By noon the market had opened. The fish lay in long rows.';

/** Speaks, and tells when the first sound has come. */
function startSpeaking(connection: DaemonConnection, stream: string) {
  let hear = (): void => undefined;
  const firstSound = new Promise<void>((resolve) => (hear = resolve));
  const spoken = speakWhole(connection, { stream, text: longText, onPiece: hear }, never);
  // Looked at when the test comes to it.
  spoken.catch(() => undefined);
  return { firstSound, spoken };
}

function statusOf(connection: DaemonConnection): Promise<DaemonStatus> {
  return connection.request(daemonStatus, {}, never);
}

/** Resolves when nobody uses an engine and nothing waits for one. */
async function whenUnused(connection: DaemonConnection): Promise<void> {
  for (;;) {
    const { engines, queue } = await statusOf(connection);
    if (queue.length === 0 && engines.every(({ leaseCount }) => leaseCount === 0)) return;
    await delay(20);
  }
}

function toldOfModels(connection: DaemonConnection): Promise<void> {
  return new Promise((resolve) => {
    onNotification(connection.rpc, modelsChanged, () => {
      resolve();
    });
  });
}

async function connected(place: DaemonPlace): Promise<DaemonConnection> {
  const connection = await place.connect();
  if (connection === null) throw new Error('No daemon answers.');
  return connection;
}

test('a daemon killed in the middle: the request says so, the workers end, the next connection starts another', async () => {
  await using place = await createDaemonPlace();
  const first = await place.launch();
  const { firstSound, spoken } = startSpeaking(first, 's1');
  await firstSound;
  const workerIds = readChildIds(first.daemon.pid);
  endProcess(first.daemon.pid);
  await expect(spoken).rejects.toMatchObject({ name: 'SpeechError', code: 'daemonUnreachable' });
  expect(first.signal.aborted).toBe(true);
  expect(workerIds).not.toEqual([]);
  await Promise.all(workerIds.map(whenEnded));
  expect(existsSync(place.address.socketPath)).toBe(true);

  using second = await place.launch();
  expect(second.daemon.pid).not.toBe(first.daemon.pid);
  const { words } = await speakWhole(second, { stream: 's1', text: shortText }, never);
  expect(words.map(({ text }) => text)).toEqual(['The', 'wind', 'came', 'first']);
});

test('a client killed in the middle: its speech stops, nothing of it is left', async () => {
  await using place = await createDaemonPlace();
  using other = await place.launch();
  const program = await bundleProgram(path.join(import.meta.dirname, 'speakingClientMain.ts'));
  const client = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...place.environment },
  });
  await once(createInterface(client.stdout), 'line');
  expect((await statusOf(other)).engines).toMatchObject([{ engine: 'kokoro', leaseCount: 1, idleMs: null }]);
  client.kill('SIGKILL');
  const killedMs = performance.now();
  await whenUnused(other);
  // One unit may run to its end; the text has a hundred.
  expect(performance.now() - killedMs).toBeLessThan(5000);
  expect(await statusOf(other)).toMatchObject({ connections: 1, queue: [] });
});

test('a worker killed in the middle: every request succeeds all the same', async () => {
  await using place = await createDaemonPlace();
  using connection = await place.launch();
  const alone = await speakWhole(connection, { stream: 'alone', text: longText }, never);
  const [workerId = 0] = readChildIds(connection.daemon.pid);
  const heardAlone = await hearInline(connection, { stream: 'alone', sound: alone }, never);
  using other = await connected(place);
  const speeches = [startSpeaking(connection, 's1'), startSpeaking(other, 's2')];
  const heard = hearInline(other, { stream: 'r1', sound: alone }, never);
  await Promise.all(speeches.map(({ firstSound }) => firstSound));
  endProcess(workerId);
  for (const { spoken } of speeches) expect((await spoken).pcm.equals(alone.pcm)).toBe(true);
  expect(await heard).toBe(heardAlone);
  expect(isAlive(workerId)).toBe(false);
  expect(await place.readLog()).toMatch(/A worker has died .*"worker":"synthesis".*"signal":"SIGKILL"/u);
  await whenUnused(connection);
});

test('of two daemons that start at once one serves, the other leaves quietly', async () => {
  await using place = await createDaemonPlace();
  const start = (): ChildProcess =>
    spawn(process.execPath, [path.resolve('dist/daemon.js')], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...place.environment },
    });
  const daemons = [start(), start()];
  const [code] = (await Promise.race(daemons.map((daemon) => once(daemon, 'exit')))) as [number];
  expect(code).toBe(0);
  using connection = await place.launch();
  expect(daemons.filter(({ exitCode }) => exitCode === null).map(({ pid }) => pid)).toEqual([
    connection.daemon.pid,
  ]);
});

test('what a killed daemon left at its address is in nobody’s way, nor is a file that is no socket', async () => {
  await using place = await createDaemonPlace();
  const first = await place.launch();
  endProcess(first.daemon.pid);
  await whenEnded(first.daemon.pid);
  expect(existsSync(place.address.socketPath)).toBe(true);
  const second = await place.launch();
  expect(second.daemon.pid).not.toBe(first.daemon.pid);
  endProcess(second.daemon.pid);
  await whenEnded(second.daemon.pid);
  await rm(place.address.socketPath);
  await writeFile(place.address.socketPath, 'no socket');
  using third = await place.launch();
  expect((await statusOf(third)).pid).toBe(third.daemon.pid);
});

test('a cache and a home that cannot be written: the daemon serves all the same', async () => {
  await using place = await createDaemonPlace();
  const isRoot = process.getuid?.() === 0;
  const userId = isRoot ? 65_534 : (process.getuid?.() ?? 0);
  await mkdir(place.address.folder, { mode: 0o700 });
  if (isRoot) {
    await chown(place.address.folder, userId, userId);
    await chmod(place.folder, 0o755);
  }
  await chmod(place.cacheFolder, 0o555);
  const daemon = spawn(process.execPath, [path.resolve('dist/daemon.js')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...place.environment, HOME: '/' },
    cwd: '/',
    ...(isRoot && { uid: userId, gid: userId }),
  });
  try {
    const address = { ...place.address, userId };
    const connect = () => connectDaemon({ address, client: { name: 'test', version: '0.0.0' } }, never);
    let connection: DaemonConnection | null = null;
    while (connection === null && daemon.exitCode === null) connection = await connect();
    if (connection === null) throw new Error('The daemon did not start.');
    using _open = connection;
    const spoken = await speakWhole(connection, { stream: 's1', text: shortText }, never);
    expect(await hearInline(connection, { stream: 'r1', sound: spoken }, never)).toBe(shortText);
    await expect(connection.request(modelRemove, { model: 'silero-vad' }, never)).rejects.toMatchObject({
      code: 'cacheNotWritable',
    });
    expect(existsSync(path.join(place.cacheFolder, 'logs'))).toBe(false);
  } finally {
    daemon.kill('SIGKILL');
    await chmod(place.cacheFolder, 0o755);
  }
});

test('a damaged model is refused with the way out, and used again when it was put right by hand', async () => {
  await using place = await createDaemonPlace();
  using connection = await place.launch();
  using other = await connected(place);
  const before = await speakWhole(connection, { stream: 's1', text: shortText }, never);
  const file = path.join(place.cacheFolder, 'models/kokoro-82m/kokoro-quantized.onnx');
  const told = Promise.all([toldOfModels(connection), toldOfModels(other)]);
  await rename(file, `${place.folder}/whole.onnx`);
  await copyFile(`${place.folder}/whole.onnx`, file);
  await truncate(file, 1000);
  await expect(speakWhole(connection, { stream: 's2', text: shortText }, never)).rejects.toMatchObject({
    code: 'modelCorrupt',
    hint: expect.stringContaining('aloud models pull kokoro-82m') as string,
  });
  await told;
  expect(await stateOf(other, 'kokoro-82m')).toBe('corrupt');

  const toldAgain = toldOfModels(other);
  await rename(`${place.folder}/whole.onnx`, file);
  const after = await speakWhole(connection, { stream: 's3', text: shortText }, never);
  expect(after.pcm.equals(before.pcm)).toBe(true);
  await toldAgain;
  expect(await stateOf(other, 'kokoro-82m')).toBe('installed');
});

async function stateOf(connection: DaemonConnection, model: string): Promise<string | undefined> {
  const { models } = await connection.request(modelsList, {}, never);
  return models.find(({ id }) => id === model)?.state;
}

test('a model removed while it is used: what runs is finished, the next is refused until it is there again', async () => {
  await using place = await createDaemonPlace();
  using connection = await place.launch();
  using other = await connected(place);
  const sound = await speakWhole(connection, { stream: 's1', text: shortText }, never);
  const { sampleRateHz, pcm } = sound;
  const running = connection.request(
    recognizeAudio,
    { stream: 'r1', sampleRateHz, engine: 'moonshine' },
    never,
  );
  await connection.request(
    audioPush,
    { stream: 'r1', sequence: 0, pcm: toBase64(pcm.subarray(0, 10_000)) },
    never,
  );
  while (
    !(await statusOf(other)).engines.some(({ kind, leaseCount }) => kind === 'recognizer' && leaseCount > 0)
  )
    await delay(20);
  const told = Promise.all([
    toldOfModels(other),
    new Promise((resolve) => onNotification(other.rpc, voicesChanged, resolve)),
  ]);
  await other.request(modelRemove, { model: 'moonshine-tiny' }, never);
  await told;
  await expect(hearInline(other, { stream: 'r1', sound }, never)).rejects.toMatchObject({
    code: 'modelNotInstalled',
    hint: expect.stringContaining('aloud models pull moonshine-tiny') as string,
  });
  await connection.request(
    audioPush,
    { stream: 'r1', sequence: 1, pcm: toBase64(pcm.subarray(10_000)) },
    never,
  );
  await connection.request(audioEnd, { stream: 'r1' }, never);
  expect((await running).segments.map(({ text }) => text)).toEqual([shortText]);

  const fromFolder = path.join(place.folder, 'kept');
  await linkFolder(path.join(modelsFolder(thisUserPlace()), 'moonshine-tiny'), fromFolder);
  await connection.request(modelPull, { stream: 'p1', model: 'moonshine-tiny', fromFolder }, never);
  expect(await hearInline(other, { stream: 'r1', sound }, never)).toBe(shortText);
});

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64');
}

test('settings changed while it runs: keepAliveMinutes 0 frees a model that nobody uses at once', async () => {
  await using place = await createDaemonPlace();
  using connection = await place.launch();
  await speakWhole(connection, { stream: 's1', text: shortText }, never);
  expect((await statusOf(connection)).engines).toMatchObject([{ engine: 'kokoro' }]);
  await writeFile(place.configurationFile, JSON.stringify({ keepAliveMinutes: 0 }));
  const whenFreed = async (): Promise<void> => {
    while ((await statusOf(connection)).engines.length > 0) await delay(20);
  };
  const changedMs = performance.now();
  await whenFreed();
  expect(performance.now() - changedMs).toBeLessThan(3000);
  await speakWhole(connection, { stream: 's2', text: shortText }, never);
  const answeredMs = performance.now();
  await whenFreed();
  expect(performance.now() - answeredMs).toBeLessThan(3000);
});

test('a newer client replaces an older daemon; the speech that runs in it is finished', async () => {
  await using place = await createDaemonPlace();
  using older = await place.launch();
  const alone = await speakWhole(older, { stream: 'alone', text: longText }, never);
  const { firstSound, spoken } = startSpeaking(older, 's1');
  await firstSound;
  using newer = await place.launch({ version: '99.0.0' });
  expect(newer.daemon.pid).not.toBe(older.daemon.pid);
  const { words } = await speakWhole(newer, { stream: 's1', text: shortText }, never);
  expect(words.map(({ text }) => text)).toEqual(['The', 'wind', 'came', 'first']);
  expect((await spoken).pcm.equals(alone.pcm)).toBe(true);
  await whenEnded(older.daemon.pid);
  expect(isAlive(newer.daemon.pid)).toBe(true);
});
