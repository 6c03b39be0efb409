import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { daemonLimits } from '../../server/src/daemon/limits.ts';
import { SocketMessageReader } from '../../server/src/daemon/messageReader.ts';
import { frame } from './rawClient.ts';

const note = (params: object) => frame({ jsonrpc: '2.0', method: 'note', params });

function openReader() {
  const stream = new PassThrough();
  const reader = new SocketMessageReader(stream, daemonLimits);
  const faults: string[] = [];
  reader.onError((error) => faults.push(error.message));
  return { stream, reader, faults };
}

test('one message is delivered each turn of the event loop, so that handling keeps up', async () => {
  const { stream, reader } = openReader();
  let count = 0;
  reader.listen(() => count++);
  stream.write(note({}).repeat(300));
  for (let turnCount = 1; turnCount <= 100; turnCount++) {
    await turn();
    expect(count).toBeLessThanOrEqual(turnCount);
  }
  while (count < 300) await turn();
});

test('messages wait while nobody listens, and the next listener goes on', async () => {
  const { stream, reader } = openReader();
  const heard: string[] = [];
  const first = reader.listen(({ jsonrpc }) => {
    heard.push(`first ${jsonrpc}`);
    first.dispose();
  });
  stream.write(note({ number: 1 }) + note({ number: 2 }) + note({ number: 3 }));
  for (let turnCount = 0; turnCount < 10; turnCount++) await turn();
  expect(heard).toEqual(['first 2.0']);
  reader.listen(() => heard.push('second'));
  while (heard.length < 3) await turn();
  expect(heard).toEqual(['first 2.0', 'second', 'second']);
});

test('what came before the other end closed is delivered, then the close is told', async () => {
  const { stream, reader } = openReader();
  const heard: string[] = [];
  reader.onClose(() => heard.push('closed'));
  reader.listen(() => heard.push('message'));
  stream.end(note({ number: 1 }) + note({ number: 2 }) + note({ number: 3 }));
  while (!heard.includes('closed')) await turn();
  for (let turnCount = 0; turnCount < 10; turnCount++) await turn();
  expect(heard).toEqual(['message', 'message', 'message', 'closed']);
});

test('after a fault nothing is read any more', async () => {
  const { stream, reader, faults } = openReader();
  let count = 0;
  reader.listen(() => count++);
  stream.write(`${note({})}${frame('no JSON')}${note({})}`);
  for (let turnCount = 0; turnCount < 10; turnCount++) await turn();
  stream.write(note({}).repeat(10_000));
  for (let turnCount = 0; turnCount < 10; turnCount++) await turn();
  expect([count, faults]).toEqual([1, ['A message is not JSON.']]);
  expect(stream.writableNeedDrain).toBe(true);
});

test('a limit that is raised holds for the next message', async () => {
  const stream = new PassThrough();
  const reader = new SocketMessageReader(stream, { ...daemonLimits, bodyBytes: 100 });
  const faults: string[] = [];
  reader.onError((error) => faults.push(error.message));
  let count = 0;
  reader.listen(() => {
    if (++count === 1) reader.setBodyLimit(1_000);
  });
  stream.write(note({}) + note({ text: 'x'.repeat(500) }) + note({ text: 'x'.repeat(1_000) }));
  while (faults.length === 0) await turn();
  expect([count, faults]).toEqual([2, ['A message of 1054 bytes is too long: 1000 are allowed.']]);
});
