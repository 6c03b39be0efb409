import { expect, test } from 'vitest';
import { lazily } from '../../../client/src/editor/lazily.ts';

test('is made once, with the first use', async () => {
  let madeCount = 0;
  const lazy = lazily(() => Promise.resolve((madeCount += 1)));
  const used: number[] = [];
  lazy.ifMade((value) => used.push(value));
  expect(madeCount).toBe(0);
  expect(await Promise.all([lazy.get(), lazy.get()])).toEqual([1, 1]);
  lazy.ifMade((value) => used.push(value));
  await Promise.resolve();
  expect(used).toEqual([1]);
});

test('a failure is not kept', async () => {
  let tryCount = 0;
  const lazy = lazily(() => {
    tryCount += 1;
    return tryCount === 1 ? Promise.reject(new Error('Not yet.')) : Promise.resolve('made');
  });
  await expect(lazy.get()).rejects.toThrow('Not yet.');
  expect(await lazy.get()).toBe('made');
});
