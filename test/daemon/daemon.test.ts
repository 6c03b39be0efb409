import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createDaemon } from '../../server/src/daemon/createDaemon.ts';
import { createLog } from '../../server/src/daemon/log.ts';
import { frame, openRequest } from './rawClient.ts';
import { createTestFolder } from './testFolder.ts';
import { startTestDaemon, type TestDaemon } from './testDaemon.ts';
import { ask, tell } from './ask.ts';
import { until } from './until.ts';

const lost = expect.objectContaining({ name: 'SpeechError', code: 'daemonUnreachable' }) as unknown;

describe('the address', () => {
  test('has a socket and a token for their owner only, and nothing is left of them at the end', async () => {
    await using test = await startTestDaemon();
    const { address } = test.folder;
    expect(readdirSync(address.folder).sort()).toEqual(['v1.sock', 'v1.token']);
    expect([address.socketPath, address.tokenPath].map((file) => lstatSync(file).mode & 0o777)).toEqual([
      0o600, 0o600,
    ]);
    await test.daemon.close();
    expect(readdirSync(address.folder)).toEqual([]);
  });

  test('is taken once: the second daemon leaves and the first goes on', async () => {
    await using test = await startTestDaemon();
    const second = createDaemon({
      address: test.folder.address,
      version: '1.2.3',
      log: createLog(() => undefined),
      attach: () => undefined,
    });
    expect(await second.ready).toBe(false);
    await second.closed;
    expect(await ask(await test.connect(), 'test/echo', { a: 1 })).toEqual({ a: 1 });
  });

  test('is taken over from a dead daemon, whatever it left', async () => {
    using folder = createTestFolder();
    const { address } = folder;
    mkdirSync(address.folder, { mode: 0o700 });
    // Bound and renamed, as a daemon does: closing leaves the socket behind.
    const dead = createServer().listen(`${address.folder}/v1-00abcd.sock`);
    await once(dead, 'listening');
    renameSync(`${address.folder}/v1-00abcd.sock`, address.socketPath);
    dead.close();
    await once(dead, 'close');
    mkdirSync(`${address.folder}/other`);
    const daemon = createDaemon({
      address,
      version: '1.2.3',
      log: createLog(() => undefined),
      attach: () => undefined,
    });
    expect(await daemon.ready).toBe(true);
    await daemon.close();
    expect(readdirSync(address.folder)).toEqual(['other']);
  });

  test('a daemon that leaves does not take away the socket of its successor', async () => {
    await using test = await startTestDaemon();
    const { address } = test.folder;
    renameSync(address.socketPath, `${address.folder}/gone`);
    const successor = createDaemon({
      address,
      version: '1.2.3',
      log: createLog(() => undefined),
      attach: () => undefined,
    });
    expect(await successor.ready).toBe(true);
    await test.daemon.close();
    const client = await test.connect();
    client.dispose();
    await successor.close();
  });

  test('a folder that was removed is not made again by the daemon that leaves', async () => {
    await using test = await startTestDaemon();
    const { folder } = test.folder.address;
    rmSync(folder, { recursive: true });
    await test.daemon.close();
    expect(existsSync(folder)).toBe(false);
    expect(test.records.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  test('a folder that was replaced by a link is noticed by daemon and client', async () => {
    await using test = await startTestDaemon();
    const { folder, socketPath } = test.folder.address;
    renameSync(folder, `${folder}.moved`);
    symlinkSync(`${folder}.moved`, folder);
    using client = await test.openRaw();
    client.send(openRequest(test.token));
    expect((await client.answers).map(({ error }) => error?.data?.code)).toEqual(['unauthorized']);
    await expect(test.connect()).rejects.toMatchObject({ code: 'unauthorized', message: /symbolic link/u });
    expect(lstatSync(socketPath).isSocket()).toBe(true);
  });
});

describe('connections', () => {
  test('of 200 the first 128 are served, the others are told why not, and there is room again', async () => {
    await using test = await startTestDaemon({ limits: { connectionCount: 128 } });
    const clients = await Promise.all(Array.from({ length: 200 }, () => test.openRaw()));
    for (const client of clients) client.send(openRequest(test.token));
    const answers = await Promise.all(clients.map((client) => client.nextAnswer()));
    const busy = answers.filter(({ error }) => error?.data?.code === 'busy');
    expect([answers.length - busy.length, busy.length]).toEqual([128, 72]);
    expect(busy[0]?.error?.message).toBe('The speech service has 128 connections already.');
    await expect(test.connect()).rejects.toMatchObject({ code: 'busy' });
    for (const client of clients) client[Symbol.dispose]();
    await until(() => test.daemon.connectionCount === 0);
    expect(await ask(await test.connect(), 'test/echo')).toEqual({});
  });

  test('when the daemon dies, pending requests are rejected, the signal aborts, and all later calls say so', async () => {
    await using test = await startTestDaemon();
    const client = await test.connect();
    const pending = [1, 2, 3].map(() => ask(client, 'test/wait'));
    let closeCount = 0;
    client.signal.addEventListener('abort', () => closeCount++);
    await ask(client, 'test/echo');
    for (const connection of test.connections) connection.dispose();
    for (const request of pending) await expect(request).rejects.toEqual(lost);
    await expect(ask(client, 'test/echo')).rejects.toEqual(lost);
    await expect(tell(client, 'test/echo', {})).rejects.toEqual(lost);
    expect([client.signal.aborted, closeCount]).toEqual([true, 1]);
  });

  test('when a client goes, the work of its requests is aborted', async () => {
    await using test = await startTestDaemon();
    const client = await test.connect();
    const request = ask(client, 'test/wait');
    await ask(client, 'test/echo');
    const [connection] = test.connections;
    expect([connection?.work.count, connection?.signal.aborted]).toEqual([1, false]);
    client.dispose();
    await expect(request).rejects.toEqual(lost);
    await until(() => connection?.signal.aborted === true && connection.work.count === 0);
    await until(() => test.daemon.connectionCount === 0);
  });

  test('an aborted request rejects at once with the reason, and is cancelled in the daemon', async () => {
    await using test = await startTestDaemon();
    const client = await test.connect();
    const isCancelled = new Promise((resolve) => {
      test.connections[0]?.rpc.onRequest(
        'test/cancel',
        (_params: object, token: { onCancellationRequested: (listener: () => void) => void }) => {
          token.onCancellationRequested(() => {
            resolve(true);
          });
          return new Promise(() => undefined);
        },
      );
    });
    const controller = new AbortController();
    const request = ask(client, 'test/cancel', {}, controller.signal);
    await ask(client, 'test/echo');
    const reason = new Error('changed my mind');
    controller.abort(reason);
    await expect(request).rejects.toBe(reason);
    expect(await isCancelled).toBe(true);
    await expect(ask(client, 'test/echo', {}, controller.signal)).rejects.toBe(reason);
  });

  test('too many requests at once are answered busy, those that run go on', async () => {
    await using test = await startTestDaemon({ limits: { requestCount: 3 } });
    const client = await test.connect();
    const delays = [1, 2, 3].map(() => ask(client, 'test/delay', { durationMs: 100 }));
    await expect(ask(client, 'test/echo')).rejects.toMatchObject({ code: 'busy' });
    expect(await Promise.all(delays)).toEqual(['done', 'done', 'done']);
    expect(await ask(client, 'test/echo')).toEqual({});
  });

  test.each([
    { params: [], code: -32602 },
    { params: [{ a: 1 }], code: -32602 },
    { params: 'text', code: -32602 },
    { params: 7, code: -32602 },
    { params: Array.from({ length: 200_000 }, () => 0), code: -32602 },
  ])('parameters that are no object are answered, and the connection goes on', async ({ params, code }) => {
    await using test = await startTestDaemon();
    using client = await test.openRaw();
    client.send(openRequest(test.token));
    await client.nextAnswer();
    client.send(frame({ jsonrpc: '2.0', method: 'test/echo', params }));
    client.send(frame({ jsonrpc: '2.0', id: 2, method: 'test/echo', params }));
    expect((await client.nextAnswer()).error?.code).toBe(code);
    client.send(frame({ jsonrpc: '2.0', id: 3, method: 'test/none' }));
    expect((await client.nextAnswer()).error?.code).toBe(-32601);
  });
});

test('handlers that cannot be attached cost one connection, not the daemon', async () => {
  await using test = await startTestDaemon({
    attach: ({ peer }) => {
      if (peer.name === 'raw') throw new Error('our own fault');
    },
  });
  using client = await test.openRaw();
  client.send(openRequest(test.token));
  expect((await client.answers).map(({ error }) => error)).toEqual([undefined]);
  expect(test.records.filter(({ level }) => level === 'error').map(({ fields }) => fields['error'])).toEqual([
    'Error: our own fault',
  ]);
  await test.connect();
});

describe('bad bytes after the token', () => {
  test.each([
    { name: 'garbage', bytes: '\0\x01\x02', code: -32700 },
    { name: 'a length of 2 GB', bytes: 'Content-Length: 2147483648\r\n\r\n', code: -32600 },
    { name: 'no JSON', bytes: frame('{"jsonrpc"'), code: -32700 },
    { name: 'deep nesting', bytes: frame('['.repeat(100_000)), code: -32600 },
    { name: 'a list of messages', bytes: frame('[]'), code: -32600 },
  ])('$name: one answer, then the end', async ({ bytes, code }) => {
    await using test = await startTestDaemon();
    using client = await test.openRaw();
    client.send(
      openRequest(test.token) + bytes + frame({ jsonrpc: '2.0', id: 9, method: 'test/echo', params: {} }),
    );
    const [opened, fault, ...more] = await client.answers;
    expect([opened?.id, fault?.id, fault?.error?.code, more]).toEqual([1, null, code, []]);
    expect(test.connections[0]?.signal.aborted).toBe(true);
  });

  test('100 MB of JSON are refused by their length: the sender reads why while it still sends', async () => {
    await using test = await startTestDaemon();
    using client = await test.openRaw();
    client.send(`${openRequest(test.token)}Content-Length: 100000000\r\n\r\n`);
    const memoryBefore = process.memoryUsage().rss;
    void sendMuch(client.socket, 100_000_000);
    const answers = await client.answers;
    expect(answers.map(({ error }) => error?.data?.code)).toEqual([undefined, 'inputTooLong']);
    expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(50e6);
  });

  test('a flood of small messages does not keep a good client waiting', async () => {
    await using test = await startTestDaemon();
    using client = await test.openRaw();
    client.send(openRequest(test.token));
    await client.nextAnswer();
    const note = Buffer.from(frame({ jsonrpc: '2.0', method: 'test/unknown' }).repeat(20_000));
    for (let count = 0; count < 4; count++) client.send(note);
    // A good client is served meanwhile.
    const good = await test.connect();
    for (let count = 0; count < 10; count++)
      expect(await ask(good, 'test/echo', { count })).toEqual({ count });
    expect(client.socket.writableLength).toBeGreaterThan(1_000_000);
  });
});

describe('a client that stops reading', () => {
  async function openStopped(test: TestDaemon, request: object) {
    const client = await test.openRaw();
    client.send(openRequest(test.token));
    await client.nextAnswer();
    client.socket.pause();
    client.send(frame({ jsonrpc: '2.0', id: 2, ...request }));
    return client;
  }

  test('holds up who streams to it, holds little memory, and is cut off after its time', async () => {
    await using test = await startTestDaemon({ limits: { stallMs: 30_000 } });
    using client = await openStopped(test, {
      method: 'test/stream',
      params: { count: 1_000, bytes: 100_000 },
    });
    const [connection] = test.connections;
    await delay(100);
    // The other one is the look whether it can still be found.
    expect(test.clock.timerCount()).toBe(2);
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(30e6);
    test.clock.advance(29_999);
    await delay(20);
    expect(connection?.signal.aborted).toBe(false);
    test.clock.advance(1);
    await until(() => connection?.signal.aborted === true);
    client.socket.resume();
    expect((await client.answers).length).toBeLessThan(1_000);
  });

  test('is cut off at once when more waits for it than is allowed', async () => {
    await using test = await startTestDaemon({ limits: { pendingBytes: 1_000_000 } });
    using client = await openStopped(test, { method: 'test/flood', params: { count: 100, bytes: 100_000 } });
    await until(() => test.connections[0]?.signal.aborted === true);
    client.socket.resume();
    await client.answers;
    expect(test.daemon.connectionCount).toBe(0);
  });

  test('and reads on in time gets everything, in order', async () => {
    await using test = await startTestDaemon();
    using client = await openStopped(test, { method: 'test/stream', params: { count: 30, bytes: 100_000 } });
    await delay(50);
    test.clock.advance(20_000);
    client.socket.resume();
    let answer = await client.nextAnswer();
    while (answer.id !== 2) answer = await client.nextAnswer();
    expect(answer).toMatchObject({ result: 30 });
  });
});

/** As fast as the reader takes it, in pieces that exist once. */
async function sendMuch(socket: Socket, byteCount: number): Promise<void> {
  const piece = Buffer.alloc(100_000, 0x20);
  for (let sent = 0; sent < byteCount && !socket.destroyed; sent += piece.length) {
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
}
