import { expect, test } from 'vitest';
import { withoutLead } from '../../../../server/src/recognition/engines/moonshine/withoutLead.ts';

/** Noise 40 dB below what follows it from a time on, in 16 kHz. */
function speech(startMs: number): Float32Array {
  return Float32Array.from({ length: 16_000 }, (_unused, index) => {
    const amplitude = index < startMs * 16 ? 0.005 : 0.5;
    return amplitude * Math.sin(index);
  });
}

test.each([
  ['400 ms before the speech', speech(400), 300],
  ['100 ms', speech(100), 0],
  ['none', speech(0), 0],
  ['silence', new Float32Array(16_000), 0],
  ['nothing', new Float32Array(), 0],
])('of %s', (_what, samples, leftOutMs) => {
  const left = withoutLead(samples);
  expect(samples.length - left.length).toBe(leftOutMs * 16);
  expect(left).toEqual(samples.subarray(leftOutMs * 16));
});
