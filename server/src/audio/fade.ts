/**
 * Joins two chunks by fading the end of one into the start of the other. The two gains sum to 1 at every sample,
 * so a signal that both share keeps its level and nothing in [-1, 1] leaves it.
 *
 * @param overlapSamples  length of the overlap; shortened to the shorter chunk
 * @returns               tail.length + head.length - overlap samples; the inputs are unchanged
 */
export function crossfade(tail: Float32Array, head: Float32Array, overlapSamples: number): Float32Array {
  const overlap = Math.min(overlapSamples, tail.length, head.length);
  const start = tail.length - overlap;
  const joined = new Float32Array(start + head.length);
  joined.set(tail);
  joined.set(head.subarray(overlap), tail.length);
  for (let index = 0; index < overlap; index += 1) {
    const gain = fadeGain(index, overlap);
    joined[start + index] = tail[start + index] * (1 - gain) + head[index] * gain;
  }
  return joined;
}

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
