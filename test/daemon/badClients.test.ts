import { once } from 'node:events';
import { type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { frame, openRequest } from './rawClient.ts';
import { startTestDaemon, type TestDaemon } from './testDaemon.ts';
import { ask } from './ask.ts';
import { until } from './until.ts';

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
