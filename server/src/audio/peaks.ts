/**
 * The outline of a sound: the largest magnitude of each of `count` stretches of equal length, as 0 to 255; 255 is full
 * scale, what is beyond it too.
 *
 * @param samples  floats, full scale is 1; of fewer samples than stretches each has one
 * @returns at most `count` values
 */
export function toPeaks(samples: Float32Array, count: number): Uint8Array {
  const bars = Math.min(count, samples.length);
  const peaks = new Uint8Array(bars);
  for (let bar = 0; bar < bars; bar += 1) {
    const end = Math.floor(((bar + 1) * samples.length) / bars);
    let peak = 0;
    for (let index = Math.floor((bar * samples.length) / bars); index < end; index += 1) {
      const magnitude = Math.abs(samples[index]);
      if (magnitude > peak) peak = magnitude;
    }
    peaks[bar] = Math.min(255, Math.round(peak * 255));
  }
  return peaks;
}
