import { expect, test } from 'vitest';
import { createSampleQueue } from '../../server/src/devices/sampleQueue.ts';

test('samples keep their numbers while others are dropped and cut', () => {
  const queue = createSampleQueue();
  queue.append(Float32Array.of(0, 1, 2));
  queue.append(Float32Array.of(3, 4, 5));
  expect([...queue.read(1, 4)]).toEqual([1, 2, 3, 4]);
  queue.dropBefore(4);
  expect([...queue.read(4, 10)]).toEqual([4, 5]);
  queue.cutAfter(5);
  queue.append(Float32Array.of(50));
  expect([...queue.read(4, 10)]).toEqual([4, 50]);
  expect(queue.endCount()).toBe(6);
});

test('all may be cut', () => {
  const queue = createSampleQueue();
  queue.append(Float32Array.of(0, 1, 2));
  queue.cutAfter(0);
  queue.append(Float32Array.of(9));
  expect([...queue.read(0, 5)]).toEqual([9]);
});
