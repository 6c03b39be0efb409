/** Mean and variance that a model's features are brought to, as (x + shift) * scale; both [dimension]. */
export interface Cmvn {
  readonly shifts: Float32Array;
  readonly scales: Float32Array;
}

/**
 * Takes from each dimension its mean over all frames, in place.
 *
 * @param features  row-major [T, dimension]
 * @throws          RangeError when features.length is not a multiple of the dimension
 */
export function subtractMean(features: Float32Array, dimension: number): void {
  if (features.length % dimension !== 0)
    throw new RangeError(`${features.length} values are no frames of ${dimension}.`);
  const frameCount = features.length / dimension;
  for (let index = 0; index < dimension; index++) {
    let sum = 0;
    for (let at = index; at < features.length; at += dimension) sum += features[at];
    const mean = Math.fround(sum / Math.max(1, frameCount));
    for (let at = index; at < features.length; at += dimension) features[at] -= mean;
  }
}
