import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import { daemonProgram } from '../../server/src/daemon/daemonLauncher.ts';
import {
  connectOrLaunch,
  launchTiming,
  type LaunchOptions,
} from '../../server/src/daemon/connectOrLaunch.ts';
import { bundleProgram } from '../support/bundleProgram.ts';
import { createTestFolder, type TestFolder } from './testFolder.ts';
import { startTestDaemon } from './testDaemon.ts';
import { ask } from './ask.ts';
import { until } from './until.ts';
import { never } from '../support/never.ts';

const built = { daemon: '', client: '' };
const processIds = new Set<number>();

beforeAll(async () => {
  built.daemon = await bundleProgram(path.join(import.meta.dirname, 'daemonMain.ts'));
  built.client = await bundleProgram(path.join(import.meta.dirname, 'clientMain.ts'));
});

/** A folder whose daemons end before it is removed. */
function createProcessFolder(): TestFolder {
  const folder = createTestFolder();
  return {
    ...folder,
    [Symbol.dispose]: () => {
      for (const processId of processIds) end(processId);
      processIds.clear();
      folder[Symbol.dispose]();
    },
  };
}

function launchOptions(
  folder: TestFolder,
  environment: Record<string, string> = {},
  version = '1.2.3',
): LaunchOptions {
  const program = daemonProgram(built.daemon);
  return {
    address: folder.address,
    client: { name: 'test', version },
    program: {
      ...program,
      environment: {
        ...program.environment,
        ALOUD_RUNTIME_FOLDER: folder.address.folder,
        TEST_LOG: path.join(folder.path, 'daemon.log'),
        // One that starts late finds nobody in its place, and ends by itself.
        TEST_IDLE_MS: '20000',
        ...environment,
      },
    },
  };
}

/** Connects, and remembers the daemon so that it does not outlive the test. */
async function launch(options: LaunchOptions) {
  const connection = await connectOrLaunch(options, never);
  processIds.add(connection.daemon.pid);
  return connection;
}

function start(program: string, folder: TestFolder): { child: ChildProcess; firstLine: Promise<string> } {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ALOUD_RUNTIME_FOLDER: folder.address.folder },
  });
  if (child.pid !== undefined) processIds.add(child.pid);
  return { child, firstLine: once(createInterface(child.stdout), 'line').then(([line]) => String(line)) };
}

test('of daemons that start at once exactly one serves, the others leave quietly', async () => {
  using folder = createProcessFolder();
  const daemons = Array.from({ length: 5 }, () => start(built.daemon, folder));
  const outcomes = await Promise.all(daemons.map(({ firstLine }) => firstLine));
  expect(outcomes.sort()).toEqual(['leaves', 'leaves', 'leaves', 'leaves', 'serves']);
  await until(() => daemons.filter(({ child }) => child.exitCode === 0).length === 4);
  const connection = await connectDaemon(
    { address: folder.address, client: { name: 'test', version: '1.2.3' } },
    never,
  );
  expect(daemons.find(({ child }) => child.exitCode === null)?.child.pid).toBe(connection?.daemon.pid);
  connection?.dispose();
});

test('clients that come at once where no daemon runs all reach the same new one', async () => {
  using folder = createProcessFolder();
  const connections = await Promise.all([1, 2, 3].map(() => launch(launchOptions(folder))));
  const ids = await Promise.all(connections.map((connection) => ask(connection, 'test/processId')));
  expect(new Set(ids).size).toBe(1);
  expect(ids[0]).not.toBe(process.pid);
  for (const connection of connections) connection.dispose();
});

test('a daemon killed in the middle: pending requests say so, and the next connection starts a new one', async () => {
  using folder = createProcessFolder();
  const first = await launch(launchOptions(folder));
  const pending = ask(first, 'test/stream', { count: 1e6, bytes: 10_000 });
  await new Promise((resolve) => first.rpc.onNotification('test/chunk', resolve));
  process.kill(first.daemon.pid, 'SIGKILL');
  await expect(pending).rejects.toMatchObject({ name: 'SpeechError', code: 'daemonUnreachable' });
  expect(readdirSync(folder.address.folder)).toContain('v1.sock');
  const second = await launch(launchOptions(folder));
  expect(second.daemon.pid).not.toBe(first.daemon.pid);
  expect(await ask(second, 'test/echo', { a: 1 })).toEqual({ a: 1 });
  second.dispose();
});

test('a client killed while it sends and receives leaves nothing behind', async () => {
  await using test = await startTestDaemon();
  const { child, firstLine } = start(built.client, test.folder);
  expect(await firstLine).toBe('connected');
  await until(() => test.connections.length === 1);
  await delay(100);
  child.kill('SIGKILL');
  await until(() => test.connections[0]?.signal.aborted === true && test.daemon.connectionCount === 0);
  await until(() => test.connections[0]?.work.count === 0);
  const good = await test.connect();
  expect(await ask(good, 'test/echo', { a: 1 })).toEqual({ a: 1 });
  expect(test.records.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a newer client replaces an older daemon, which finishes what it does; an older client is served', async () => {
  using folder = createProcessFolder();
  const old = await launch(launchOptions(folder, { TEST_VERSION: '1.0.0' }, '1.0.0'));
  const running = ask(old, 'test/delay', { durationMs: 1_500 });
  const newer = await launch(launchOptions(folder, { TEST_VERSION: '1.1.0' }, '1.1.0'));
  expect(newer.daemon).toMatchObject({ server: { version: '1.1.0' } });
  expect(newer.daemon.pid).not.toBe(old.daemon.pid);
  expect(await running).toBe('done');
  await until(() => !isAlive(old.daemon.pid));
  const older = await launch(launchOptions(folder, { TEST_VERSION: '1.0.0' }, '1.0.0'));
  expect(older.daemon.pid).toBe(newer.daemon.pid);
  expect(await ask(older, 'test/echo')).toEqual({});
  for (const connection of [older, newer]) connection.dispose();
});

test('an older daemon that takes its time to leave is not used meanwhile', async () => {
  await using old = await startTestDaemon({ version: '1.0.0' });
  const { lockPath } = old.folder.address;
  // Whoever has the lock keeps the daemon from giving its address up.
  writeFileSync(lockPath, JSON.stringify({ processId: process.pid, host: hostname(), token: 'test' }));
  const connecting = launch(launchOptions(old.folder));
  expect(await Promise.race([connecting, delay(500)])).toBeUndefined();
  rmSync(lockPath);
  const connection = await connecting;
  expect(connection.daemon).toMatchObject({ server: { version: '1.2.3' } });
  expect(connection.daemon.pid).not.toBe(process.pid);
  connection.dispose();
  process.kill(connection.daemon.pid, 'SIGKILL');
});

test('a client newer than the daemon it can start is served by that one', async () => {
  using folder = createProcessFolder();
  const connection = await launch(launchOptions(folder, { TEST_VERSION: '1.0.0' }, '9.0.0'));
  expect(connection.daemon.server.version).toBe('1.0.0');
  connection.dispose();
});

test('an unused daemon ends, removes its socket, and says so in its log', async () => {
  using folder = createProcessFolder();
  const connection = await launch(launchOptions(folder, { TEST_IDLE_MS: '1500' }));
  connection.dispose();
  await until(() => !isAlive(connection.daemon.pid));
  expect(readdirSync(folder.address.folder)).toEqual([]);
  expect(readFileSync(path.join(folder.path, 'daemon.log'), 'utf8')).toMatch(
    / Serves .* Ends unused .* Has ended\n$/su,
  );
});

test.each([
  {
    name: 'a program that fails',
    program: { command: process.execPath, args: ['-e', 'process.exit(3)'] },
    message: /ended with code 3/u,
  },
  {
    name: 'a program that is not there',
    program: { command: '/no/such/node', args: [] },
    message: /ENOENT/u,
  },
])('$name: told soon, with its cause', async ({ program, message }) => {
  using folder = createProcessFolder();
  const options = { ...launchOptions(folder), program: { ...program, environment: process.env } };
  await expect(connectOrLaunch(options, never)).rejects.toMatchObject({ code: 'daemonUnreachable', message });
});

test('a program that never answers is given up at the deadline, and at once on an abort', async () => {
  using folder = createProcessFolder();
  const endless = {
    command: process.execPath,
    args: ['-e', 'setTimeout(() => {}, 3000)'],
    environment: process.env,
  };
  const options = {
    ...launchOptions(folder),
    program: endless,
    timing: { ...launchTiming, deadlineMs: 300 },
  };
  await expect(connectOrLaunch(options, never)).rejects.toMatchObject({
    code: 'daemonUnreachable',
    message: /did not answer within 300 ms \(process \d+ was started\)/u,
  });
  const reason = new Error('not needed any more');
  const controller = new AbortController();
  const connecting = connectOrLaunch({ ...options, timing: launchTiming }, controller.signal);
  await delay(100);
  const abortedMs = performance.now();
  controller.abort(reason);
  await expect(connecting).rejects.toBe(reason);
  expect(performance.now() - abortedMs).toBeLessThan(100);
});

test('a daemon that hangs is not waited for longer than the deadline', async () => {
  using folder = createProcessFolder();
  const connection = await launch(launchOptions(folder));
  process.kill(connection.daemon.pid, 'SIGSTOP');
  const options = { ...launchOptions(folder), timing: { ...launchTiming, deadlineMs: 500 } };
  await expect(connectOrLaunch(options, never)).rejects.toMatchObject({ code: 'daemonUnreachable' });
  connection.dispose();
});

function end(processId: number): void {
  if (isAlive(processId)) process.kill(processId, 'SIGKILL');
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch {
    return false;
  }
  // A child that was not waited for yet is dead all the same.
  return process.platform !== 'linux' || !/\) Z/u.test(readFileSync(`/proc/${processId}/stat`, 'utf8'));
}
