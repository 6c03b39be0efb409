import { expect, test } from 'vitest';
import { lookAhead } from '../../server/src/recognition/lookAhead.ts';
import { untilAborted } from '../../server/src/untilAborted.ts';
import { never } from '../support/never.ts';

/** Counts up, and tells what happens to it. */
function createSource(told: string[], failAfter = Infinity) {
  return async function* source(signal: AbortSignal): AsyncGenerator<number> {
    try {
      for (let count = 1; count <= failAfter; count += 1) {
        told.push(`makes ${count}`);
        yield await Promise.resolve(count);
      }
      throw new Error('broken');
    } finally {
      told.push(signal.aborted ? 'closed after an abort' : 'closed');
    }
  };
}

const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one item is made while the reader has the last, and no more', async () => {
  const told: string[] = [];
  for await (const item of lookAhead(createSource(told), never)) {
    told.push(`reads ${item}`);
    await turns();
    if (item === 2) break;
  }
  expect(told).toEqual(['makes 1', 'makes 2', 'reads 1', 'makes 3', 'reads 2', 'closed after an abort']);
});

test('what the source throws comes after the items before it', async () => {
  const read: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const item of lookAhead(createSource([], 2), never)) {
      await turns();
      read.push(item);
    }
  };
  await expect(reading()).rejects.toThrow('broken');
  expect(read).toEqual([1, 2]);
});

test('a reader that stops does not wait for an item that never comes', async () => {
  async function* silentAfterOne(signal: AbortSignal): AsyncGenerator<number> {
    yield 1;
    await untilAborted(new Promise(() => undefined), signal);
  }
  for await (const item of lookAhead(silentAfterOne, never)) {
    expect(item).toBe(1);
    break;
  }
});

test('an abort is the source’s, with its reason', async () => {
  const controller = new AbortController();
  const reading = async (): Promise<void> => {
    const source = async function* (signal: AbortSignal): AsyncGenerator<number> {
      yield 1;
      await untilAborted(new Promise(() => undefined), signal);
    };
    for await (const item of lookAhead(source, controller.signal)) {
      expect(item).toBe(1);
      controller.abort(new Error('stopped'));
    }
  };
  await expect(reading()).rejects.toThrow('stopped');
});
