import { describe, expect, it } from 'vitest';
import { join, tone } from '../audio/tones.ts';
import { measureOnsetsMs } from './onsets.ts';

const rateHz = 24_000;
const silence = (ms: number): Float32Array => new Float32Array((ms * rateHz) / 1000);
const sound = (ms: number, amplitude = 0.5): Float32Array =>
  tone(200, rateHz, (ms * rateHz) / 1000, amplitude);

function check(parts: readonly Float32Array[], expected: readonly number[]): void {
  const onsets = measureOnsetsMs(join(parts), rateHz);
  expect(onsets).toHaveLength(expected.length);
  onsets.forEach((onsetMs, index) => {
    expect(Math.abs(onsetMs - (expected[index] ?? NaN)), `onset ${index}`).toBeLessThanOrEqual(4);
  });
}

describe('measureOnsetsMs', () => {
  it('finds sound after silences', () => {
    check([silence(300), sound(250), silence(200), sound(100), silence(150), sound(400)], [300, 750, 1000]);
  });

  it('counts sound at the very start', () => {
    check([sound(200), silence(200), sound(200)], [0, 400]);
  });

  it('takes a short gap for a part of a word', () => {
    check([silence(200), sound(150), silence(60), sound(150)], [200]);
  });

  it('hears a quiet word, but neither a click nor a noise floor', () => {
    const click = Float32Array.of(0.5, -0.5);
    const floor = sound(200, 0.002);
    check(
      [floor, sound(200), floor, sound(200, 0.05), silence(150), click, silence(150), sound(200)],
      [200, 600, 1100],
    );
  });

  it('finds nothing in silence', () => {
    check([silence(500)], []);
    check([], []);
  });
});
