export interface PitchMeasurement {
  /** Median over the voiced frames; NaN where there is none. */
  readonly medianHz: number;
  /** One value every 10 ms, the first at the middle of the first window; null where the sound is not voiced. */
  readonly frames: readonly (number | null)[];
}

/**
 * Measures the fundamental frequency between 60 and 500 Hz by YIN (de Cheveigné and Kawahara, 2002, steps 1 to 5)
 * in two passes: the second looks only within three quarters of an octave around the median of the first, where
 * neither half nor double of a speaker's pitch is found by mistake.
 *
 * @param samples  mono
 */
export function measurePitchHz(samples: Float32Array, sampleRateHz: number): PitchMeasurement {
  const first = trackPitch(samples, sampleRateHz, { minHz: 60, maxHz: 500 });
  const center = medianOf(first);
  if (Number.isNaN(center)) return { medianHz: NaN, frames: first };
  const reach = 2 ** 0.75;
  const frames = trackPitch(samples, sampleRateHz, {
    minHz: Math.max(60, center / reach),
    maxHz: Math.min(500, center * reach),
  });
  return { medianHz: medianOf(frames), frames };
}

interface PitchRange {
  readonly minHz: number;
  readonly maxHz: number;
}

/** Below this the difference says "periodic"; the paper uses 0.1 to 0.15. */
const voicingThreshold = 0.15;
/** Frames this far below the loudest one are silence or breath. */
const silenceDb = -35;
const hopMs = 10;
const windowMs = 25;

function trackPitch(samples: Float32Array, sampleRateHz: number, range: PitchRange): (number | null)[] {
  const hop = Math.round((sampleRateHz * hopMs) / 1000);
  const window = Math.round((sampleRateHz * windowMs) / 1000);
  const maxLag = Math.ceil(sampleRateHz / range.minHz) + 1;
  const starts: number[] = [];
  for (let start = 0; start + window + maxLag < samples.length; start += hop) starts.push(start);
  const energies = starts.map((start) => energyOf(samples.subarray(start, start + window + maxLag)));
  const quiet = energies.reduce((most, energy) => Math.max(most, energy), 0) * 10 ** (silenceDb / 10);
  return starts.map((start, index) => {
    if ((energies[index] ?? 0) <= quiet) return null;
    const lag = findLag(samples.subarray(start, start + window + maxLag), window, {
      minLag: Math.max(2, Math.floor(sampleRateHz / range.maxHz)),
      maxLag,
    });
    return lag === null ? null : sampleRateHz / lag;
  });
}

/** @returns the period in samples, with a fraction; null where the window is not periodic */
function findLag(
  samples: Float32Array,
  window: number,
  { minLag, maxLag }: { minLag: number; maxLag: number },
): number | null {
  const difference = normalizedDifference(samples, window, maxLag);
  const at = (lag: number): number => difference[lag] ?? Infinity;
  for (let lag = minLag; lag < maxLag; lag += 1) {
    if (at(lag) >= voicingThreshold) continue;
    while (lag + 1 < maxLag && at(lag + 1) < at(lag)) lag += 1;
    return lag === minLag ? null : lag + vertexOffset(at(lag - 1), at(lag), at(lag + 1));
  }
  return null;
}

/** Step 3 of YIN: each difference over the mean of those at shorter lags, so that lag 0 is no candidate. */
function normalizedDifference(samples: Float32Array, window: number, maxLag: number): Float64Array {
  const difference = new Float64Array(maxLag + 1).fill(1);
  let sum = 0;
  for (let lag = 1; lag <= maxLag; lag += 1) {
    let value = 0;
    for (let index = 0; index < window; index += 1) {
      const step = (samples[index] ?? 0) - (samples[index + lag] ?? 0);
      value += step * step;
    }
    sum += value;
    difference[lag] = sum === 0 ? 1 : (value * lag) / sum;
  }
  return difference;
}

/** Where the parabola through three neighbors has its vertex, counted from the middle one. */
function vertexOffset(before: number, middle: number, after: number): number {
  const curvature = before - 2 * middle + after;
  return curvature <= 0 ? 0 : (before - after) / (2 * curvature);
}

function energyOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

function medianOf(frames: readonly (number | null)[]): number {
  const voiced = frames.filter((value) => value !== null).sort((a, b) => a - b);
  const half = Math.floor(voiced.length / 2);
  const upper = voiced[half] ?? NaN;
  return voiced.length % 2 === 1 ? upper : ((voiced[half - 1] ?? NaN) + upper) / 2;
}
