import { describe, expect, it } from 'vitest';
import { shapePitch } from '../../../../server/src/synthesis/engines/kokoro/pitchContour.ts';

/** Unvoiced, then a glide, then a melody around 200 Hz. */
const f0 = Float32Array.from([7, 8, 30, 160, 200, 250, 200, 160, 9]);

function check(change: { readonly octaves?: number; readonly range?: number }, expected: number[]): void {
  const shaped = shapePitch(f0, {
    octaves: new Float64Array(f0.length).fill(change.octaves ?? 0),
    rangeFactors: new Float64Array(f0.length).fill(change.range ?? 1),
  });
  expect([...shaped].map(Math.round)).toEqual(expected);
}

describe('shapePitch', () => {
  it('leaves a contour of which nothing is asked', () => {
    check({}, [...f0]);
  });

  it('moves voiced frames and only those', () => {
    check({ octaves: 1 }, [7, 8, 60, 320, 400, 500, 400, 320, 9]);
  });

  it('never makes a voiced frame unvoiced', () => {
    check({ octaves: -2 }, [7, 8, 11, 40, 50, 63, 50, 40, 9]);
  });

  it('flattens the melody to its mean', () => {
    const mean = (160 * 200 * 250 * 200 * 160) ** (1 / 5);
    const flat = shapePitch(f0, {
      octaves: new Float64Array(f0.length),
      rangeFactors: new Float64Array(f0.length),
    });
    for (const frequency of flat.slice(3, 8)) expect(frequency).toBeCloseTo(mean, 1);
  });

  it('widens the melody without moving its mean', () => {
    const wide = shapePitch(f0, {
      octaves: new Float64Array(f0.length),
      rangeFactors: new Float64Array(f0.length).fill(2),
    });
    const melody = (frames: Float32Array): number[] => [...frames.slice(3, 8)].map(Math.log2);
    const mean = (octaves: number[]): number => octaves.reduce((a, b) => a + b, 0) / octaves.length;
    expect(mean(melody(wide))).toBeCloseTo(mean(melody(f0)), 5);
    const spread = (octaves: number[]): number => Math.max(...octaves) - Math.min(...octaves);
    expect(spread(melody(wide))).toBeCloseTo(2 * spread(melody(f0)), 5);
  });

  it('takes a contour without voice', () => {
    const silence = Float32Array.from([7, 8, 7]);
    expect(
      shapePitch(silence, { octaves: new Float64Array(3).fill(1), rangeFactors: new Float64Array(3) }),
    ).toEqual(silence);
  });
});
