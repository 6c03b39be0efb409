import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadingSpeed } from '../../../client/src/readAloud/readingSpeed.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function settingOf(speed: number, isWritable = true) {
  const written: number[] = [];
  const setting = {
    value: speed,
    written,
    read: () => setting.value,
    write(next: number) {
      if (!isWritable) return Promise.reject(new Error('settings.json has errors.'));
      written.push((setting.value = next));
      return Promise.resolve();
    },
  };
  return setting;
}

test('what keys set is kept once, and what the setting says afterwards holds', async () => {
  const setting = settingOf(1);
  const speed = createReadingSpeed(setting);
  expect([speed.change(0.1), speed.change(0.1), speed.change(0.1)]).toEqual([1.1, 1.2, 1.3]);
  expect(speed.now()).toBe(1.3);
  expect(setting.written).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(setting.written).toEqual([1.3]);
  setting.value = 2;
  expect(speed.now()).toBe(2);
});

test('a window that closes keeps what was set last', async () => {
  const setting = settingOf(1);
  const speed = createReadingSpeed(setting);
  void speed.settle();
  speed.change(-0.1);
  void speed.settle();
  await vi.advanceTimersByTimeAsync(0);
  expect(setting.written).toEqual([0.9]);
});

test('what was set for one document says nothing of the next, in another folder', async () => {
  let folder = 'book';
  const speeds = new Map([
    ['book', 1],
    ['paper', 2],
  ]);
  const speed = createReadingSpeed({
    read: () => speeds.get(folder) ?? 1,
    async write(next) {
      const into = folder;
      await vi.advanceTimersByTimeAsync(10);
      speeds.set(into, next);
    },
  });
  speed.change(0.5);
  await speed.settle();
  folder = 'paper';
  expect(speed.now()).toBe(2);
  await vi.advanceTimersByTimeAsync(5000);
  expect([...speeds.values()]).toEqual([1.5, 2]);
});

test('where the setting cannot be written, the speed holds for the window', async () => {
  const speed = createReadingSpeed(settingOf(1, false));
  speed.change(0.5);
  await vi.advanceTimersByTimeAsync(5000);
  await speed.settle();
  expect(speed.now()).toBe(1.5);
});

test.each([
  [2.95, 0.1, 3],
  [3, 0.1, 3],
  [0.5, -0.1, 0.5],
])('from %d by %d to %d', (from, by, expected) => {
  expect(createReadingSpeed(settingOf(from)).change(by)).toBe(expected);
});
