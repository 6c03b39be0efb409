import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResampler, resampledLength } from '../../server/src/audio/resample.ts';
import { cut, fitTone, join, rms, toDb, tone } from './tones.ts';

function resample(samples: Float32Array, fromHz: number, toHz: number, chunkLengths = [4096]): Float32Array {
  const resampler = createResampler(fromHz, toHz);
  return join([...cut(samples, chunkLengths).map((chunk) => resampler.push(chunk)), resampler.flush()]);
}

/** The middle of a resampled tone, away from where it starts and ends. */
function steadyTone(frequencyHz: number, fromHz: number, toHz: number): Float32Array {
  const output = resample(tone(frequencyHz, fromHz, fromHz * 0.5), fromHz, toHz);
  return output.subarray(Math.floor(output.length * 0.2), Math.floor(output.length * 0.8));
}

const ratios: readonly (readonly [number, number])[] = [
  [48_000, 16_000],
  [44_100, 16_000],
  [22_050, 16_000],
  [24_000, 16_000],
  [96_000, 16_000],
  [8_000, 16_000],
  [11_025, 16_000],
  [16_000, 24_000],
  [44_101, 16_000],
];

describe.each(ratios)('%i Hz to %i Hz', (fromHz, toHz) => {
  const lowerHz = Math.min(fromHz, toHz);

  it('passes up to 0.44 of the lower rate within 0.01 dB, with nothing added above -80 dB', () => {
    for (const part of [0.01, 0.05, 0.11, 0.2, 0.3, 0.37, 0.41, 0.44]) {
      const { amplitude, residualRms } = fitTone(
        steadyTone(part * lowerHz, fromHz, toHz),
        part * lowerHz,
        toHz,
      );
      expect(Math.abs(toDb(amplitude)), `at ${part}`).toBeLessThan(0.01);
      expect(toDb(residualRms * Math.SQRT2), `at ${part}`).toBeLessThan(-80);
    }
  });

  it('keeps time: no delay', () => {
    const output = steadyTone(0.1 * lowerHz, fromHz, toHz);
    const start = Math.floor(resampledLength(fromHz * 0.5, fromHz, toHz) * 0.2);
    const expected = tone(0.1 * lowerHz, toHz, start + output.length).subarray(start);
    expect(rms(output.map((sample, index) => sample - (expected[index] ?? 0)))).toBeLessThan(1e-3);
  });
});

describe.each(ratios.filter(([fromHz, toHz]) => fromHz > toHz))(
  'aliases from %i Hz to %i Hz',
  (fromHz, toHz) => {
    it('are at least 80 dB down', () => {
      for (const part of [0, 0.02, 0.1, 0.25, 0.5, 0.8, 0.97]) {
        const frequencyHz = toHz / 2 + part * (fromHz / 2 - toHz / 2);
        expect(
          toDb(rms(steadyTone(frequencyHz, fromHz, toHz)) * Math.SQRT2),
          `${frequencyHz} Hz`,
        ).toBeLessThan(-80);
      }
    });
  },
);

describe('createResampler', () => {
  const rate = fc.constantFrom(8000, 11_025, 16_000, 22_050, 24_000, 44_100, 44_101, 48_000);

  it('gives the same samples however the stream is cut, and exactly the promised number', () => {
    const samples = tone(333, 16_000, 3000, 0.7);
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.integer({ min: 0, max: 3000 }),
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 }),
        (fromHz, toHz, length, chunkLengths) => {
          const input = samples.subarray(0, length);
          const output = resample(input, fromHz, toHz, chunkLengths);
          expect(output).toEqual(resample(input, fromHz, toHz, [length + 1]));
          expect(output.length).toBe(Math.ceil((length * toHz) / fromHz));
          expect(output.length).toBe(resampledLength(length, fromHz, toHz));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is new after a flush', () => {
    const resampler = createResampler(44_100, 16_000);
    const input = tone(440, 44_100, 5000);
    const first = join([resampler.push(input), resampler.flush()]);
    expect(join([resampler.push(input), resampler.flush()])).toEqual(first);
  });

  it('passes a constant in every phase', () => {
    const output = resample(new Float32Array(4000).fill(0.5), 44_100, 16_000).subarray(200, 1200);
    for (const sample of output) expect(sample).toBeCloseTo(0.5, 6);
  });

  it('copies where the rates are equal', () => {
    const input = tone(440, 16_000, 100);
    const output = createResampler(16_000, 16_000).push(input);
    expect(output).toEqual(input);
    expect(output).not.toBe(input);
  });

  it('refuses what is no rate', () => {
    for (const rateHz of [0, -1, 0.5, NaN, Infinity]) {
      expect(() => createResampler(rateHz, 16_000)).toThrow(RangeError);
      expect(() => createResampler(16_000, rateHz)).toThrow(RangeError);
    }
  });
});
