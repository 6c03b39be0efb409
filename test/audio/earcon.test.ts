import { describe, expect, it } from 'vitest';
import { createEarcon } from '../../server/src/audio/earcon.ts';
import { fitTone } from './tones.ts';

describe('createEarcon', () => {
  const rateHz = 24_000;
  const toneSamples = 1920;
  const rising = createEarcon([660, 880], rateHz);

  it.each([
    ['first', 0, 660, 880],
    ['second', 1, 880, 660],
  ])('has its %s tone at place %i', (_, place, isHz, isNotHz) => {
    const tone = rising.subarray(place * toneSamples, (place + 1) * toneSamples);
    expect(fitTone(tone, isHz, rateHz).amplitude).toBeGreaterThan(0.1);
    expect(fitTone(tone, isNotHz, rateHz).amplitude).toBeLessThan(0.01);
  });

  it('is 80 ms a tone, never louder than an eighth, and begins and ends without a click', () => {
    expect(rising).toHaveLength(2 * toneSamples);
    const steps = rising.map((sample, index) => Math.abs(sample - (rising[index - 1] ?? 0)));
    expect(Math.max(...rising)).toBeLessThanOrEqual(0.125);
    expect(Math.abs(rising.at(-1) ?? 1)).toBeLessThan(1e-4);
    // As steep as the higher tone is by itself.
    expect(Math.max(...steps)).toBeLessThanOrEqual((0.125 * 2 * Math.PI * 880) / rateHz);
  });
});
