import { expect, test } from 'vitest';
import { createFlacEncoder } from '../../server/src/audio/flacEncoder.ts';

const tags = { comment: 'a', software: 'b' };

/** The lowest four bits of byte 21 and the next four bytes (RFC 9639, section 8.2). */
function announcedCount(stream: Uint8Array): number {
  return ((stream[21] ?? 0) & 0xf) * 2 ** 32 + new DataView(stream.slice(22, 26).buffer).getUint32(0);
}

test.each([
  [undefined, 0],
  [0, 0],
  [1, 1],
  [5000, 5000],
  [0x8123_4567, 0x8123_4567],
  [2 ** 36 - 1, 2 ** 36 - 1],
])('a count of %s is announced as %i, and changes nothing else', (sampleCount, expected) => {
  const start = (options: { sampleCount?: number }): Uint8Array =>
    createFlacEncoder(24_000, tags, options).push(new Float32Array(4096));
  const stream = start(sampleCount === undefined ? {} : { sampleCount });
  expect(announcedCount(stream)).toBe(expected);
  const unknown = start({});
  unknown.set(stream.subarray(21, 26), 21);
  expect(unknown).toEqual(stream);
});

test.each([0, 1, 4096, 5000])('the end of %i samples is given where they were announced', (count) => {
  const encoder = createFlacEncoder(24_000, tags, { sampleCount: count });
  encoder.push(new Float32Array(count));
  expect(() => encoder.flush()).not.toThrow();
});

test.each([
  [0, 1],
  [4096, 4095],
  [5000, 5001],
])('%i samples are no stream of %i', (count, announced) => {
  const encoder = createFlacEncoder(24_000, tags, { sampleCount: announced });
  encoder.push(new Float32Array(count));
  expect(() => encoder.flush()).toThrow(RangeError);
});

test.each([-1, 1.5, NaN, 2 ** 36])('%d is no count', (sampleCount) => {
  expect(() => createFlacEncoder(24_000, tags, { sampleCount })).toThrow(RangeError);
});

test('tags that no metadata block holds are refused', () => {
  expect(() => createFlacEncoder(24_000, { ...tags, title: 'x'.repeat(2 ** 24) })).toThrow(RangeError);
});
