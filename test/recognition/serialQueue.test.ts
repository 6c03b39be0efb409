import { expect, test } from 'vitest';
import { createSerialQueue } from '../../server/src/recognition/serialQueue.ts';

const never = new AbortController().signal;

test('tasks run one at a time, in order, and a failure stops nobody else', async () => {
  const queue = createSerialQueue();
  const log: string[] = [];
  const task =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${name} ends`);
      if (fails) {
        throw new Error(name);
      }
      return name;
    };
  const results = await Promise.allSettled([
    queue.run(task('a'), never),
    queue.run(task('b', true), never),
    queue.run(task('c'), never),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('a task that waits is given up at once and never starts', async () => {
  const queue = createSerialQueue();
  const controller = new AbortController();
  let release: () => void = () => undefined;
  const first = queue.run(() => new Promise<void>((resolve) => (release = resolve)), never);
  let hasStarted = false;
  const second = queue.run(() => {
    hasStarted = true;
    return Promise.resolve();
  }, controller.signal);
  controller.abort(new Error('stopped'));
  await expect(second).rejects.toThrow('stopped');
  release();
  await first;
  await queue.run(() => Promise.resolve(), never);
  expect(hasStarted).toBe(false);
});
