import { expect, test } from 'vitest';
import { addNoise } from '../../server/src/audio/addNoise.ts';

const tone = Float32Array.from({ length: 24_000 }, (_, index) => 0.3 * Math.sin(index / 20));

function powerOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

test.each([20, 6, 0])('the noise is %i dB below the sound, and has no offset', (snrDb) => {
  const noise = addNoise(tone, snrDb).map((sample, index) => sample - (tone[index] ?? 0));
  expect(10 * Math.log10(powerOf(tone) / powerOf(noise))).toBeCloseTo(snrDb, 0);
  const mean = noise.reduce((sum, sample) => sum + sample, 0) / noise.length;
  expect(Math.abs(mean)).toBeLessThan(0.03 * Math.sqrt(powerOf(noise)));
});

test('it is the same each time, the sound is left as it is, and silence stays silent', () => {
  const before = tone.slice();
  expect(addNoise(tone, 6)).toEqual(addNoise(tone, 6));
  expect(tone).toEqual(before);
  expect(addNoise(new Float32Array(10), 6)).toEqual(new Float32Array(10));
  expect(addNoise(new Float32Array(0), 6)).toHaveLength(0);
});
