/** How loud a stretch of sound is, in dB relative to full scale; -Infinity for silence. */
export interface Level {
  /** Root mean square; a sine of full scale has -3 dB. */
  readonly rmsDb: number;
  /** The largest magnitude; 0 dB is full scale. */
  readonly peakDb: number;
}

/** @param samples  floats, full scale is 1; an empty stretch is silence */
export function measureLevel(samples: Float32Array): Level {
  let sumOfSquares = 0;
  let peak = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const magnitude = Math.abs(samples[index]);
    sumOfSquares += magnitude * magnitude;
    if (magnitude > peak) peak = magnitude;
  }
  const meanSquare = samples.length === 0 ? 0 : sumOfSquares / samples.length;
  return { rmsDb: 10 * Math.log10(meanSquare), peakDb: 20 * Math.log10(peak) };
}
