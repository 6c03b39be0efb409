/** The contours have two values for each unit of duration: one every 12.5 ms. */
export const framesPerUnit = 2;

/**
 * The sound leads the model's durations by 50 ms: measured as energy onset after a pause minus start of the word's
 * first phoneme, 32 words each by four voices, medians of -50 to -65 ms (fricatives -10, plosives -45, vowels -60).
 * Its own contours do the same.
 */
const leadFrames = 4;

/**
 * Where each phoneme is heard to start, in contour frames, and at the end the number of frames: length n + 1. The
 * last phoneme ends with the sound.
 */
export function frameStarts(units: readonly number[]): number[] {
  let sum = 0;
  const ends = units.map((count) => (sum += count * framesPerUnit));
  return [0, ...ends.slice(0, -1).map((end) => Math.max(0, end - leadFrames)), sum];
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
