import { describe, expect, test } from 'vitest';
import { frame, openRequest } from './rawClient.ts';
import { startTestDaemon } from './testDaemon.ts';
import { ask, tell } from './ask.ts';
import { until } from './until.ts';

const lost = expect.objectContaining({ name: 'SpeechError', code: 'daemonUnreachable' }) as unknown;

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
