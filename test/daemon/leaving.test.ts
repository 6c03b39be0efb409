import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { DaemonAddress } from '../../server/src/daemon/address.ts';
import { connectDaemon } from '../../server/src/daemon/connectDaemon.ts';
import { ask } from './ask.ts';
import { openRequest } from './rawClient.ts';
import { startTestDaemon, type TestDaemon } from './testDaemon.ts';
import { createTestFolder } from './testFolder.ts';
import { until } from './until.ts';
import { never } from '../support/never.ts';

const lost = expect.objectContaining({ name: 'SpeechError', code: 'daemonUnreachable' }) as unknown;

describe('the end', () => {
  test('an unused daemon ends, a used one does not', async () => {
    await using test = await startTestDaemon({ limits: { idleMs: 600_000 } });
    const client = await test.connect();
    const endWork = test.daemon.beginWork();
    test.clock.advance(10_000_000);
    client.dispose();
    await until(() => test.daemon.connectionCount === 0);
    test.clock.advance(10_000_000);
    endWork();
    test.clock.advance(599_999);
    expect(await ask(await test.connect(), 'test/echo')).toEqual({});
    test.connections.at(-1)?.dispose();
    await until(() => test.daemon.connectionCount === 0);
    test.clock.advance(600_000);
    await test.daemon.closed;
  });

  test('drain gives the address up at once, finishes what runs, and sends idle clients away', async () => {
    await using test = await startTestDaemon();
    const [idle, busy] = [await test.connect(), await test.connect()];
    const running = ask(busy, 'test/delay', { durationMs: 200 });
    await ask(busy, 'test/echo');
    const drained = test.daemon.drain();
    await until(() => idle.signal.aborted);
    const options = { address: test.folder.address, client: { name: 'test', version: '1.2.3' } };
    expect(await connectDaemon(options, never)).toBeNull();
    // Who has work running may go on asking.
    expect(await ask(busy, 'test/echo', { a: 1 })).toEqual({ a: 1 });
    expect(await running).toBe('done');
    await drained;
    await until(() => busy.signal.aborted);
    await test.daemon.closed;
  });

  test('a client that comes meanwhile gets no answer, and so looks for the successor', async () => {
    await using test = await startTestDaemon();
    const { lockPath } = test.folder.address;
    // Whoever has the lock keeps the daemon from giving its address up.
    writeFileSync(lockPath, JSON.stringify({ processId: process.pid, host: hostname(), token: 'test' }));
    const drained = test.daemon.drain();
    const options = { address: test.folder.address, client: { name: 'test', version: '1.2.3' } };
    expect(await connectDaemon(options, never)).toBeNull();
    using client = await test.openRaw();
    client.send(openRequest(test.token));
    expect(await client.answers).toEqual([]);
    rmSync(lockPath);
    await drained;
  });

  test('what does not end is cancelled after a while, or by close', async () => {
    await using test = await startTestDaemon({ limits: { drainMs: 60_000 } });
    const client = await test.connect();
    const endless = ask(client, 'test/wait');
    await ask(client, 'test/echo');
    void test.daemon.drain();
    await delay(50);
    expect(client.signal.aborted).toBe(false);
    test.clock.advance(60_000);
    await expect(endless).rejects.toEqual(lost);
    await test.daemon.closed;

    await using other = await startTestDaemon();
    const otherEndless = ask(await other.connect(), 'test/wait');
    otherEndless.catch(() => undefined);
    other.daemon.beginWork();
    void other.daemon.drain();
    await other.daemon.close();
    await expect(otherEndless).rejects.toEqual(lost);
  });
});

describe('once a minute', () => {
  test.each([
    { name: 'gone', spoil: rmSync },
    {
      name: 'of another',
      spoil: (file: string) => {
        writeFileSync(file, 'x');
      },
    },
  ])('a token that is $name is written again', async ({ spoil }) => {
    await using test = await startTestDaemon();
    const { tokenPath } = test.folder.address;
    spoil(tokenPath);
    test.clock.advance(60_000);
    await until(() => existsSync(tokenPath) && readFileSync(tokenPath, 'utf8') === test.token);
    await test.connect();
    rmSync(tokenPath);
    await until(() => test.clock.timerCount() === 1);
    test.clock.advance(60_000);
    await until(() => existsSync(tokenPath));
  });

  test.each([
    {
      name: 'socket is gone',
      spoil: ({ socketPath }: DaemonAddress) => {
        rmSync(socketPath);
      },
    },
    {
      name: 'folder is gone',
      spoil: ({ folder }: DaemonAddress) => {
        rmSync(folder, { recursive: true });
      },
    },
    {
      name: 'socket is of another',
      spoil: ({ socketPath }: DaemonAddress) => {
        renameSync(socketPath, `${socketPath}.aside`);
        writeFileSync(socketPath, '');
      },
    },
  ])('a daemon whose $name ends, and finishes what runs', async ({ spoil }) => {
    await using test = await startTestDaemon();
    const client = await test.connect();
    const running = ask(client, 'test/delay', { durationMs: 200 });
    await ask(client, 'test/echo');
    spoil(test.folder.address);
    test.clock.advance(59_999);
    await delay(20);
    expect(test.daemon.leaving.aborted).toBe(false);
    test.clock.advance(1);
    expect(await running).toBe('done');
    await test.daemon.closed;
  });
});

describe.each([
  { fate: 'removed', spoil: rmSync, reason: 'It is not installed any more' },
  {
    fate: 'replaced by another build',
    spoil: (file: string) => {
      writeFileSync(`${file}.new`, 'another');
      renameSync(`${file}.new`, file);
    },
    reason: 'Another build is installed in its place',
  },
])('a daemon whose program was $fate', ({ spoil, reason }) => {
  async function startProgram(program: string) {
    const programPath = `${program}/daemon.js`;
    writeFileSync(programPath, '');
    const test = await startTestDaemon({ programPath });
    const reasons = () => test.records.flatMap(({ fields }) => fields['reason'] ?? []);
    return { programPath, test, reasons };
  }

  test('ends within a minute, and says why', async () => {
    using folder = createTestFolder();
    const { programPath, test, reasons } = await startProgram(folder.path);
    await using _test = test;
    test.clock.advance(60_000);
    await until(() => test.clock.timerCount() === 2);
    expect(test.daemon.leaving.aborted).toBe(false);
    spoil(programPath);
    test.clock.advance(60_000);
    await test.daemon.closed;
    expect(reasons()).toEqual([reason]);
  });

  test('answers nobody who comes, finishes what runs, and leaves its place', async () => {
    using folder = createTestFolder();
    const { programPath, test, reasons } = await startProgram(folder.path);
    await using _test = test;
    const busy = await test.connect();
    const running = ask(busy, 'test/delay', { durationMs: 200 });
    await ask(busy, 'test/echo');
    spoil(programPath);
    const options = { address: test.folder.address, client: { name: 'test', version: '1.2.3' } };
    expect(await connectDaemon(options, never)).toBeNull();
    expect(await connectDaemon(options, never)).toBeNull();
    expect(await running).toBe('done');
    await test.daemon.closed;
    expect(reasons()).toEqual([reason]);
  });
});

describe('a daemon that hangs', () => {
  /** Takes connections, as the system does for a process that was stopped, and never says a word. */
  async function startSilent(test: TestDaemon) {
    rmSync(test.folder.address.socketPath);
    const server = createServer().listen(test.folder.address.socketPath);
    await once(server, 'listening');
    return server;
  }

  test('is given up after its time', async () => {
    await using test = await startTestDaemon();
    using _silent = asDisposable(await startSilent(test));
    const options = {
      address: test.folder.address,
      client: { name: 'test', version: '1.2.3' },
      handshakeMs: 50,
    };
    await expect(connectDaemon(options, never)).rejects.toMatchObject({
      code: 'daemonUnreachable',
      message: 'The speech service runs, and has not answered within 50 ms.',
    });
  });

  test.each([0, 1, 2, 5, 30])('is not waited for after an abort, here %i ms after the start', async (ms) => {
    await using test = await startTestDaemon();
    using _silent = asDisposable(await startSilent(test));
    const options = { address: test.folder.address, client: { name: 'test', version: '1.2.3' } };
    const controller = new AbortController();
    const connecting = connectDaemon(options, controller.signal);
    connecting.catch(() => undefined);
    if (ms > 0) await delay(ms);
    const reason = new Error('not needed any more');
    controller.abort(reason);
    await expect(connecting).rejects.toBe(reason);
  });
});

function asDisposable(server: Server): Disposable {
  return { [Symbol.dispose]: () => void server.close() };
}
