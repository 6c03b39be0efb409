/**
 * A sound with white noise under it, the same noise for the same length.
 *
 * @param samples  mono in [-1, 1]; left as it is
 * @param snrDb    how far the noise is below the mean power of the sound
 * @returns        as many samples
 * Source: of the generator, Press et al., Numerical Recipes, "An even quicker generator".
 */
export function addNoise(samples: Float32Array, snrDb: number): Float32Array {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const rms = Math.sqrt(power) * 10 ** (-snrDb / 20);
  // Four draws from [0, 1) have a variance of 4 / 12.
  const scale = rms * Math.sqrt(3);
  let state = 1;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return samples.map((sample) => sample + scale * (draw() + draw() + draw() + draw() - 2));
}
