/** Raises the first samples from silence to full level, in place; a shorter chunk is faded over its whole length. */
export function fadeIn(samples: Float32Array, fadeSamples: number): void {
  const count = Math.min(fadeSamples, samples.length);
  for (let index = 0; index < count; index += 1) samples[index] *= fadeGain(index, count);
}

/** Lowers the last samples from full level to silence, in place; a shorter chunk is faded over its whole length. */
export function fadeOut(samples: Float32Array, fadeSamples: number): void {
  const count = Math.min(fadeSamples, samples.length);
  const last = samples.length - 1;
  for (let index = 0; index < count; index += 1) samples[last - index] *= fadeGain(index, count);
}

/** Raised cosine: its slope is 0 at both ends, so a fade has no corner to be heard. */
function fadeGain(index: number, count: number): number {
  return 0.5 - 0.5 * Math.cos((Math.PI * (index + 0.5)) / count);
}
