import { describe, expect, it } from 'vitest';
import { trimSilence } from '../../server/src/synthesis/trimSilence.ts';

const rateHz = 24_000;
const ms = (count: number): number => (count * rateHz) / 1000;

/** Silence, a tone, silence, in milliseconds. */
function sound(before: number, length: number, after: number): Float32Array {
  return Float32Array.from({ length: ms(before + length + after) }, (_, index) =>
    index >= ms(before) && index < ms(before + length) ? 0.5 * Math.sin(index / 10) : 1e-5 * Math.sin(index),
  );
}

describe('trimSilence', () => {
  it('leaves 20 ms before and after the sound', () => {
    const { samples, cutSamples } = trimSilence(sound(300, 200, 500), rateHz);
    expect(cutSamples).toBe(ms(280));
    expect(samples.length).toBe(ms(240));
  });

  it('keeps sound that reaches the ends, and fades it', () => {
    const { samples, cutSamples } = trimSilence(sound(0, 200, 0), rateHz);
    expect(cutSamples).toBe(0);
    expect(samples.length).toBe(ms(200));
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
  });

  it('keeps a quiet consonant before a loud vowel', () => {
    const samples = sound(300, 200, 100);
    for (let index = ms(200); index < ms(300); index += 1) samples[index] = 0.01 * Math.sin(index * 2);
    expect(trimSilence(samples, rateHz).cutSamples).toBe(ms(180));
  });

  it('gives nothing for silence', () => {
    expect(trimSilence(new Float32Array(1000), rateHz)).toEqual({
      samples: new Float32Array(0),
      cutSamples: 0,
    });
    expect(trimSilence(new Float32Array(0), rateHz).samples.length).toBe(0);
  });
});
