import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createRealFft } from '../../server/src/audio/fft.ts';

/** By the definition. */
function slowPower(signal: Float64Array): Float64Array {
  return Float64Array.from({ length: signal.length / 2 + 1 }, (_, bin) => {
    let re = 0;
    let im = 0;
    signal.forEach((value, index) => {
      re += value * Math.cos((2 * Math.PI * bin * index) / signal.length);
      im -= value * Math.sin((2 * Math.PI * bin * index) / signal.length);
    });
    return re * re + im * im;
  });
}

describe.each([2, 4, 6, 8, 10, 12, 16, 30, 32, 60, 64, 100, 128, 200, 240, 256, 400, 512])(
  'of %i samples',
  (size) => {
    it('is the sum of the definition', () => {
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
          (values) => {
            const signal = Float64Array.from(values);
            const power = new Float64Array(size / 2 + 1);
            createRealFft(size).power(signal, power);
            const expected = slowPower(signal);
            power.forEach((value, bin) => {
              expect(Math.abs(value - (expected[bin] ?? NaN))).toBeLessThan(1e-9 * size * size);
            });
          },
        ),
        { numRuns: 10 },
      );
    });
  },
);

test('only the bins that are asked for are written', () => {
  const power = new Float64Array(3);
  createRealFft(8).power(Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0), power);
  expect([...power]).toEqual([1, 1, 1]);
});

test.each([0, 1, 7, 14, 22])('a length of %i is refused', (size) => {
  expect(() => createRealFft(size)).toThrow(RangeError);
});
