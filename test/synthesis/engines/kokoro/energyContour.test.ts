import { describe, expect, it } from 'vitest';
import { applyGain, planEnergy } from '../../../../server/src/synthesis/engines/kokoro/energyContour.ts';

describe('planEnergy', () => {
  it('divides a change between the voice and gain, with the measured effect of the voice', () => {
    const { energy, gainDb } = planEnergy(Float32Array.from([1, 1, 1]), Float64Array.from([0, 4, -24]));
    expect([...energy]).toEqual([1, 3, -2]);
    expect([...gainDb].map((db) => Math.round(db * 100) / 100)).toEqual([0, 3.28, -22.92]);
  });
});

describe('applyGain', () => {
  it('leaves samples alone where there is nothing to do', () => {
    const samples = Float32Array.from([0.5, -0.5]);
    applyGain(samples, new Float64Array(4));
    expect([...samples]).toEqual([0.5, -0.5]);
  });

  it('reaches the asked gain in the middle of frames and moves without steps', () => {
    const samples = new Float32Array(3000).fill(0.1);
    applyGain(samples, Float64Array.from([0, 0, 0, 6, 6, 6, 0, 0, 0, 0]));
    expect(samples[0]).toBeCloseTo(0.1, 6);
    expect(samples[1350]).toBeCloseTo(0.1 * 10 ** (6 / 20), 4);
    expect(samples[2900]).toBeCloseTo(0.1, 6);
    const steps = samples.slice(1).map((sample, index) => Math.abs(sample - (samples[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.001);
  });
});
