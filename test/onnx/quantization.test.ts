import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantizeBlocks, quantizeOutputs, toHalves } from '../../server/src/onnx/quantization.ts';

test('rounds each block by its own largest weight', () => {
  const { levels, scales } = quantizeBlocks(Float32Array.of(127, -64, 0, 0, 0.5, 1, 0, 0), 4);
  expect([...levels]).toEqual([255, 64, 128, 128, 192, 255, 128, 128]);
  expect([...scales]).toEqual([1, Math.fround(1 / 127)]);
});

test('rounds each output by its own largest weight, and turns the matrix', () => {
  const { levels, scales } = quantizeOutputs(Float32Array.of(127, -64, 3, 0, 0, 0), {
    to: 2,
    largestLevel: 127,
  });
  expect([...levels]).toEqual([127, 0, -64, 0, 3, 0]);
  expect([...scales]).toEqual([1, 0]);
});

const weights = fc.float32Array({ minLength: 64, maxLength: 64, noNaN: true, min: -1000, max: 1000 });

test('is never off by more than half a level', () => {
  fc.assert(
    fc.property(weights, (values) => {
      const blocks = quantizeBlocks(values, 16);
      const outputs = quantizeOutputs(values, { to: 4, largestLevel: 63 });
      values.forEach((value, index) => {
        const scale = blocks.scales[index >> 4] ?? NaN;
        expect(Math.abs(((blocks.levels[index] ?? NaN) - 128) * scale - value)).toBeLessThanOrEqual(
          scale * 0.501,
        );
        const row = index >> 4;
        const level = outputs.levels[(index % 16) * 4 + row] ?? NaN;
        const step = outputs.scales[row] ?? NaN;
        expect(Math.abs(level * step - value)).toBeLessThanOrEqual(step * 0.501);
      });
    }),
  );
});

test.each<[number, number]>([
  [0, 0],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65_504, 0x7bff],
  // Half of a step above the largest, and just below.
  [65_520, 0x7c00],
  [65_519, 0x7bff],
  [1e9, 0x7c00],
  [-Infinity, 0xfc00],
  [NaN, 0x7e00],
  // Ties go to the even one.
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2 ** -14, 0x0400],
  [2 ** -14 - 2 ** -25, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1.5 * 2 ** -25, 0x0001],
  [1.5 * 2 ** -24, 0x0002],
  [2 ** -26, 0x0000],
])('rounds %d to 16 bits', (value, bits) => {
  expect([...toHalves(Float32Array.of(value))]).toEqual([bits]);
});
