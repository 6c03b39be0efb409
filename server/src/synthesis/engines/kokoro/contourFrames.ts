/** The contours have two values for each unit of duration: one every 12.5 ms. */
export const framesPerUnit = 2;

/** Where each phoneme starts, in contour frames, and at the end the number of frames: length n + 1. */
export function frameStarts(units: readonly number[]): number[] {
  let sum = 0;
  return [0, ...units.map((count) => (sum += count * framesPerUnit))];
}

/**
 * Spreads values of phonemes over their frames, with ramps instead of steps between phonemes that differ.
 *
 * @param values  one per phoneme
 * @param starts  of `frameStarts`
 */
export function toFrames(values: readonly number[], starts: readonly number[]): Float64Array {
  const steps = new Float64Array(starts.at(-1) ?? 0);
  values.forEach((value, index) => steps.fill(value, starts[index], starts[index + 1]));
  return smooth(steps);
}

/** Mean over five frames, 62 ms: about as fast as a voice moves by itself. */
const rampRadiusFrames = 2;

function smooth(steps: Float64Array): Float64Array {
  const last = steps.length - 1;
  return steps.map((_, frame) => {
    let sum = 0;
    for (let offset = -rampRadiusFrames; offset <= rampRadiusFrames; offset += 1) {
      sum += steps[Math.min(Math.max(frame + offset, 0), last)] ?? 0;
    }
    return sum / (2 * rampRadiusFrames + 1);
  });
}
