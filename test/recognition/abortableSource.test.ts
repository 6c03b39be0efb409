import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { abortableSource } from '../../server/src/recognition/abortableSource.ts';
import { never } from '../support/never.ts';

async function* chunks(count: number, length: number): AsyncGenerator<Float32Array> {
  for (let index = 0; index < count; index += 1) {
    yield await Promise.resolve(new Float32Array(length));
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** The memory of arrays is given back a while after they are collected. */
async function settledBytes(): Promise<number> {
  let heldBytes = Infinity;
  for (let round = 0; round < 50 && heldBytes > 30e6; round += 1) {
    collectGarbage();
    await delay(20);
    heldBytes = process.memoryUsage().arrayBuffers;
  }
  return heldBytes;
}

test('what was read is not held', async () => {
  const chunkLength = 250_000;
  let count = 0;
  let heldBytes = 0;
  for await (const chunk of abortableSource(chunks(100, chunkLength), never)) {
    count += chunk.length / chunkLength;
    if (count === 100) heldBytes = await settledBytes();
  }
  expect(count).toBe(100);
  expect(heldBytes).toBeLessThan(30e6);
});

test('the end and the failure of the source are passed on', async () => {
  const failure = new Error('the disk is gone');
  async function* failing(): AsyncGenerator<number> {
    yield await Promise.resolve(1);
    throw failure;
  }
  const reader = abortableSource(failing(), never);
  expect(await reader.next()).toEqual({ done: false, value: 1 });
  await expect(reader.next()).rejects.toBe(failure);
});

test('a reader that stops closes the source', async () => {
  let wasClosed = false;
  async function* source(): AsyncGenerator<number> {
    try {
      for (;;) yield await Promise.resolve(1);
    } finally {
      wasClosed = true;
    }
  }
  for await (const item of abortableSource(source(), never)) {
    expect(item).toBe(1);
    break;
  }
  expect(wasClosed).toBe(true);
});

test('an abort between two reads ends the reading', async () => {
  const controller = new AbortController();
  const reader = abortableSource(chunks(3, 1), controller.signal);
  await reader.next();
  controller.abort(new Error('stopped'));
  await expect(reader.next()).rejects.toThrow('stopped');
});
