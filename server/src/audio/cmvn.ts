/** Mean and variance that a model's features are brought to; both [dimension]. */
export interface Cmvn {
  readonly shifts: Float32Array;
  readonly scales: Float32Array;
}

/**
 * (x + shift) * scale for each value, in place.
 *
 * @param features  row-major [T, dimension]
 * @throws          RangeError when features.length is not a multiple of the dimension
 */
export function applyCmvn(features: Float32Array, { shifts, scales }: Cmvn): void {
  const dimension = shifts.length;
  if (features.length % dimension !== 0)
    throw new RangeError(`${features.length} values are no frames of ${dimension}.`);
  for (let start = 0; start < features.length; start += dimension) {
    for (let index = 0; index < dimension; index++) {
      features[start + index] = (features[start + index] + shifts[index]) * scales[index];
    }
  }
}

/**
 * Takes from each dimension its mean over all frames, in place.
 *
 * @param features  row-major [T, dimension]
 * @throws          RangeError when features.length is not a multiple of the dimension
 */
export function subtractMean(features: Float32Array, dimension: number): void {
  const frameCount = features.length / dimension;
  const shifts = new Float32Array(dimension);
  for (let index = 0; index < dimension; index++) {
    let sum = 0;
    for (let at = index; at < features.length; at += dimension) sum += features[at];
    shifts[index] = -sum / Math.max(1, frameCount);
  }
  applyCmvn(features, { shifts, scales: new Float32Array(dimension).fill(1) });
}
