import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../server/src/audio/limiter.ts';
import { cut, fitTone, join, tone } from './tones.ts';

const options = { ceiling: 0.95, lookAheadSamples: 120, releaseSamples: 1200 };

function limit(samples: Float32Array, chunkLengths = [1000]): Float32Array {
  const limiter = createLimiter(options);
  return join([...cut(samples, chunkLengths).map((chunk) => limiter.push(chunk)), limiter.flush()]);
}

describe('createLimiter', () => {
  it('never exceeds the ceiling, loses no sample, and does not depend on how the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ min: -4, max: 4, noNaN: true, maxLength: 1500 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }),
        (samples, chunkLengths) => {
          const output = limit(samples, chunkLengths);
          expect(output).toHaveLength(samples.length);
          expect(output.every((sample) => Math.abs(sample) <= Math.fround(options.ceiling))).toBe(true);
          expect(output).toEqual(limit(samples));
        },
      ),
    );
  });

  it('leaves what is below the ceiling bit by bit as it is', () => {
    const samples = tone(440, 24_000, 5000, 0.95);
    expect(limit(samples)).toEqual(samples);
  });

  it('touches nothing before the look-ahead nor long after a peak', () => {
    const samples = tone(440, 24_000, 48_000, 0.5);
    samples[10_000] = 3;
    const output = limit(samples);
    expect(output.subarray(0, 10_000 - 120)).toEqual(samples.subarray(0, 10_000 - 120));
    expect(output.subarray(30_000)).toEqual(samples.subarray(30_000));
    expect(output[10_000]).toBeCloseTo(0.95, 2);
  });

  it('turns a loud tone down instead of clipping it', () => {
    const output = limit(tone(440, 24_000, 24_000, 2)).subarray(6000, 18_000);
    const { amplitude, residualRms } = fitTone(output, 440, 24_000);
    expect(amplitude).toBeGreaterThan(0.9);
    expect(residualRms / amplitude).toBeLessThan(0.01);
  });

  it('takes NaN as silence, and is new after a flush', () => {
    expect(limit(Float32Array.of(NaN, 0.5, NaN))).toEqual(Float32Array.of(0, 0.5, 0));
    const limiter = createLimiter(options);
    const samples = tone(300, 24_000, 2000, 3);
    const first = join([limiter.push(samples), limiter.flush()]);
    expect(join([limiter.push(samples), limiter.flush()])).toEqual(first);
  });

  it('refuses settings without meaning', () => {
    expect(() => createLimiter({ ...options, ceiling: 0 })).toThrow(RangeError);
    expect(() => createLimiter({ ...options, ceiling: 1.1 })).toThrow(RangeError);
    expect(() => createLimiter({ ...options, lookAheadSamples: 0 })).toThrow(RangeError);
  });
});
