import { expect, test } from 'vitest';
import { frame, openRequest } from './rawClient.ts';
import { startTestDaemon } from './testDaemon.ts';

test('a client that shows the token is served', async () => {
  await using daemon = await startTestDaemon();
  using client = await daemon.openRaw();
  client.send(openRequest(daemon.token));
  expect(await client.nextAnswer()).toEqual({
    jsonrpc: '2.0',
    id: 1,
    result: {
      protocolVersion: { major: 1, minor: 0 },
      server: { name: 'aloud', version: '1.2.3' },
      pid: process.pid,
    },
  });
  client.send(frame({ jsonrpc: '2.0', id: 'a', method: 'test/echo', params: { said: 'x' } }));
  expect(await client.nextAnswer()).toEqual({ jsonrpc: '2.0', id: 'a', result: { said: 'x' } });
  expect(daemon.connections.map(({ peer }) => peer)).toEqual([{ name: 'raw', version: '1.0.0' }]);
});

test('messages sent together with the first one are answered after it', async () => {
  await using daemon = await startTestDaemon();
  using client = await daemon.openRaw();
  const echo = frame({ jsonrpc: '2.0', id: 2, method: 'test/echo', params: { said: 'at once' } });
  const shutdown = frame({ jsonrpc: '2.0', id: 3, method: 'speech/daemonShutdown', params: { drain: true } });
  client.send(openRequest(daemon.token) + echo + shutdown);
  expect((await client.answers).map(({ id, error }) => ({ id, error }))).toEqual([
    { id: 1, error: undefined },
    { id: 2, error: undefined },
    { id: 3, error: undefined },
  ]);
});

const refusals: readonly { name: string; send: (token: string) => string; id: unknown; code: string }[] = [
  { name: 'no token', send: () => openRequest('', { token: undefined }), id: 1, code: 'unauthorized' },
  { name: 'an empty token', send: () => openRequest(''), id: 1, code: 'unauthorized' },
  {
    name: 'a token that is a number',
    send: () => openRequest('', { token: 7 }),
    id: 1,
    code: 'unauthorized',
  },
  {
    name: 'a token of equal length',
    send: (t) => openRequest('A'.repeat(t.length)),
    id: 1,
    code: 'unauthorized',
  },
  { name: 'half the token', send: (t) => openRequest(t.slice(0, 20)), id: 1, code: 'unauthorized' },
  { name: 'more than the token', send: (t) => openRequest(`${t}${t}`), id: 1, code: 'unauthorized' },
  {
    name: 'another method first',
    send: (token) => frame({ jsonrpc: '2.0', id: 5, method: 'test/echo', params: { token } }),
    id: 5,
    code: 'unauthorized',
  },
  {
    name: 'the right method as a notification',
    send: (t) => openRequest(t).replace('"id":1,', '       '),
    id: null,
    code: 'unauthorized',
  },
  {
    name: 'a list of parameters',
    send: (token) => frame({ jsonrpc: '2.0', id: 5, method: 'speech/connectionOpen', params: [token] }),
    id: 5,
    code: 'unauthorized',
  },
  {
    name: 'another major version',
    send: (t) => openRequest(t, { protocolVersion: { major: 2, minor: 0 } }),
    id: 1,
    code: 'protocolMismatch',
  },
  {
    name: 'another major version and a wrong token',
    send: () => openRequest('x', { protocolVersion: { major: 2, minor: 0 } }),
    id: 1,
    code: 'unauthorized',
  },
  {
    name: 'a version that is a string',
    send: (t) => openRequest(t, { protocolVersion: '1.0' }),
    id: 1,
    code: 'invalidInput',
  },
  { name: 'no client', send: (t) => openRequest(t, { client: null }), id: 1, code: 'invalidInput' },
  {
    name: 'a first message of 5 KB',
    send: (t) => openRequest(t, { more: 'x'.repeat(5_000) }),
    id: null,
    code: 'inputTooLong',
  },
];

test.each(refusals)('$name is answered with $code, and nothing more is read', async ({ send, id, code }) => {
  await using daemon = await startTestDaemon();
  using client = await daemon.openRaw();
  client.send(send(daemon.token) + openRequest(daemon.token));
  const answers = await client.answers;
  expect(answers.map((answer) => ({ id: answer.id, code: answer.error?.data?.code }))).toEqual([
    { id, code },
  ]);
  expect(daemon.connections).toEqual([]);
});

test('a later minor version of the client is served', async () => {
  await using daemon = await startTestDaemon();
  using client = await daemon.openRaw();
  client.send(openRequest(daemon.token, { protocolVersion: { major: 1, minor: 9 }, later: true }));
  expect((await client.nextAnswer()).error).toBeUndefined();
});

test('a client that says nothing, or a byte now and then, is sent away in time', async () => {
  await using daemon = await startTestDaemon({ limits: { handshakeMs: 5_000 } });
  using silent = await daemon.openRaw();
  using slow = await daemon.openRaw();
  slow.send('Content-');
  // The daemon has taken both when it answers a third.
  await daemon.connect();
  daemon.clock.advance(4_999);
  slow.send('Length: ');
  expect([silent.socket.destroyed, slow.socket.destroyed]).toEqual([false, false]);
  daemon.clock.advance(1);
  for (const { answers } of [silent, slow]) {
    expect((await answers).map(({ error }) => error?.data?.code)).toEqual(['unauthorized']);
  }
});
