import { utimes, writeFile, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withLock, type LockTiming } from '../../server/src/files/lock.ts';
import { tempFolder } from '../models/support/testTransfer.ts';

const timing: LockTiming = { heartbeatMs: 20, staleMs: 400, pollMs: 5 };
const signal = new AbortController().signal;
/** Above every process id that Linux, macOS and Windows give. */
const deadProcessId = 2 ** 30;

test('work under one lock never overlaps', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  let insideCount = 0;
  let mostInside = 0;
  const work = async (): Promise<void> => {
    insideCount += 1;
    mostInside = Math.max(mostInside, insideCount);
    await delay(10);
    insideCount -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, { signal, timing }, work)));
  expect(mostInside).toBe(1);
  expect(await readdir(folder.path)).toEqual([]);
});

test('who waits is told once, and by whom', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  const told: (number | null)[] = [];
  const first = withLock(path, { signal, timing }, () => delay(60));
  await delay(10);
  await withLock(path, { signal, timing, onWait: (processId) => told.push(processId) }, () =>
    Promise.resolve(),
  );
  await first;
  expect(told).toEqual([process.pid]);
});

test('the lock is free again when the work fails', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  await expect(withLock(path, { signal, timing }, () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  await expect(withLock(path, { signal, timing }, () => Promise.resolve('yes'))).resolves.toBe('yes');
});

test('waiting ends with the abort, at once', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  const first = withLock(path, { signal, timing }, () => delay(300));
  await delay(10);
  const startMs = performance.now();
  await expect(
    withLock(path, { signal: AbortSignal.timeout(30), timing }, () => Promise.resolve()),
  ).rejects.toMatchObject({ name: 'AbortError' });
  expect(performance.now() - startMs).toBeLessThan(130);
  await first;
});

test.each([
  ['of a process of this machine that has ended', { processId: deadProcessId, host: hostname(), token: 't' }],
  ['that nobody has signed, without a heartbeat', null],
  ['of another machine, without a heartbeat', { processId: 1, host: 'elsewhere', token: 't' }],
])('a lock %s is taken over', async (_name, owner) => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  await writeFile(path, owner === null ? '' : JSON.stringify(owner));
  if (owner?.processId !== deadProcessId) {
    await utimes(path, new Date(0), new Date(0));
  }
  await expect(withLock(path, { signal, timing }, () => Promise.resolve('mine'))).resolves.toBe('mine');
  expect(await readdir(folder.path)).toEqual([]);
});

test('the lock of another machine that lives is waited for', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  await writeFile(path, JSON.stringify({ processId: 1, host: 'elsewhere', token: 't' }));
  const soon = AbortSignal.timeout(100);
  await expect(withLock(path, { signal: soon, timing }, () => Promise.resolve())).rejects.toThrow();
});

test('work longer than the patience of others keeps its lock', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  const order: string[] = [];
  const first = withLock(path, { signal, timing }, async () => {
    await delay(600);
    order.push('first');
  });
  await delay(10);
  await withLock(path, { signal, timing }, () => {
    order.push('second');
    return Promise.resolve();
  });
  await first;
  expect(order).toEqual(['first', 'second']);
});

test('work whose lock was taken away is told to stop', async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, 'model.lock');
  const work = withLock(path, { signal, timing }, (lockedSignal) =>
    delay(5_000, undefined, { signal: lockedSignal }),
  );
  await delay(10);
  await writeFile(path, JSON.stringify({ processId: 1, host: 'elsewhere', token: 'other' }));
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  expect(await readdir(folder.path)).toEqual(['model.lock']);
});
