import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantizeBlocks, quantizeOutputs } from '../../server/src/onnx/quantization.ts';

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
