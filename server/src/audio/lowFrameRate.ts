export interface LowFrameRateOptions {
  /** Values of one frame. */
  readonly dimension: number;
  /** Frames stacked into one. */
  readonly windowFrames: number;
  /** From one stack to the next. */
  readonly strideFrames: number;
}

/**
 * Stacks frames for models of low frame rate; the first and the last frame are repeated at the edges.
 *
 * @param features  row-major [T, dimension], unchanged
 * @returns         row-major [ceil(T / stride), dimension * window]: stack i holds the frames from
 *                  `stride * i - (window - 1) / 2` on
 * @throws          RangeError when features.length is not a multiple of dimension
 * Source: FunASR wav_frontend.py, apply_lfr; equal for every T from 1 to 199.
 */
export function stackFrames(
  features: Float32Array,
  { dimension, windowFrames, strideFrames }: LowFrameRateOptions,
): Float32Array {
  const frameCount = features.length / dimension;
  if (!Number.isInteger(frameCount))
    throw new RangeError(`${features.length} values are no frames of ${dimension}.`);
  const stackCount = Math.ceil(frameCount / strideFrames);
  const left = (windowFrames - 1) / 2;
  const stacked = new Float32Array(stackCount * windowFrames * dimension);
  for (let stack = 0; stack < stackCount; stack++) {
    for (let place = 0; place < windowFrames; place++) {
      const frame = Math.min(Math.max(stack * strideFrames + place - left, 0), frameCount - 1);
      stacked.set(
        features.subarray(frame * dimension, (frame + 1) * dimension),
        (stack * windowFrames + place) * dimension,
      );
    }
  }
  return stacked;
}
