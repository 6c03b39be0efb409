import { expect, test } from 'vitest';
import { rememberSound } from '../../server/src/history/recentSound.ts';

/** A thousand samples a second: sample `n` is `n / 32768`. */
async function* count(chunkLengths: readonly number[]): AsyncGenerator<Float32Array, void, undefined> {
  let next = 0;
  for (const length of chunkLengths) {
    yield await Promise.resolve(Float32Array.from({ length }, () => next++ / 32_768));
  }
}

const values = (bytes: Uint8Array): number[] =>
  Array.from(
    { length: bytes.length / 2 },
    (_, index) => (bytes[2 * index] ?? 0) + 256 * (bytes[2 * index + 1] ?? 0),
  );

test.each([
  [[4, 3, 3], 10, [2, 6], [2, 3, 4, 5]],
  [[4, 3, 3], 10, [-5, 2], [0, 1]],
  [[4, 3, 3], 10, [8, 99], [8, 9]],
  [[4, 3, 3], 10, [20, 30], []],
  // Whole chunks are forgotten, as long as enough is left.
  [[4, 3, 3], 6, [0, 6], [4, 5]],
  [[4, 3, 3], 7, [0, 6], [0, 1, 2, 3, 4, 5]],
  [[1, 1, 1, 1], 2, [0, 4], [2, 3]],
])('of chunks %j with %i ms remembered, %j is %j', async (chunks, keptMs, [startMs, endMs], expected) => {
  const sound = rememberSound(count(chunks), { sampleRateHz: 1000, keptMs });
  let passedCount = 0;
  for await (const chunk of sound.samples) passedCount += chunk.length;
  expect(passedCount).toBe(chunks.reduce((sum, length) => sum + length, 0));
  expect(values(sound.take(startMs ?? 0, endMs ?? 0))).toEqual(expected);
});
