/**
 * @param samples  mono, in any range
 * @returns silence where they are no numbers; the same array where all are
 */
export function finiteSamples(samples: Float32Array): Float32Array {
  // A loop by index: a call or an iterator for each sample takes up to ten times as long.
  for (let index = 0; index < samples.length; index++)
    if (!Number.isFinite(samples[index]))
      return samples.map((sample) => (Number.isFinite(sample) ? sample : 0));
  return samples;
}
