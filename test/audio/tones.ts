/** A sine of `amplitude` at `frequencyHz`, starting at phase 0. */
export function tone(
  frequencyHz: number,
  sampleRateHz: number,
  sampleCount: number,
  amplitude = 1,
): Float32Array {
  return Float32Array.from(
    { length: sampleCount },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz),
  );
}

/**
 * Fits a sine of one frequency by least squares over a Hann window, so that neighbors do not leak in.
 *
 * @returns its amplitude, and the root mean square of what remains without it
 */
export function fitTone(
  samples: Float32Array,
  frequencyHz: number,
  sampleRateHz: number,
): { amplitude: number; residualRms: number } {
  let cosine = 0;
  let sine = 0;
  let total = 0;
  const omega = (2 * Math.PI * frequencyHz) / sampleRateHz;
  samples.forEach((sample, index) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / samples.length);
    cosine += window * sample * Math.cos(omega * index);
    sine += window * sample * Math.sin(omega * index);
    total += window;
  });
  const [a, b] = [(2 * cosine) / total, (2 * sine) / total];
  const residual = samples.map(
    (sample, index) => sample - a * Math.cos(omega * index) - b * Math.sin(omega * index),
  );
  return { amplitude: Math.hypot(a, b), residualRms: rms(residual) };
}

export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

export function toDb(ratio: number): number {
  return 20 * Math.log10(ratio);
}

/** Cuts `samples` into chunks of the given lengths, over and over. */
export function cut(samples: Float32Array, lengths: readonly number[]): Float32Array[] {
  const chunks: Float32Array[] = [];
  for (let at = 0, turn = 0; at < samples.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1);
    chunks.push(samples.slice(at, at + length));
    at += length;
  }
  return chunks;
}

export function join(chunks: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
