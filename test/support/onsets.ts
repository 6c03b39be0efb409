export interface OnsetOptions {
  /** Sound that starts after a silence shorter than this is no onset of its own. */
  readonly minSilenceMs?: number;
  /** What is quieter than this, against the level of the loud parts, is silence. */
  readonly thresholdDb?: number;
}

/**
 * Finds where sound starts: at its beginning, and after each silence. Levels are taken over windows of 10 ms every
 * millisecond; the level of the loud parts is their 95th percentile. A burst shorter than 20 ms, such as a click or
 * a plosive that is followed by silence again, starts nothing.
 *
 * @param samples  mono
 * @returns        milliseconds from the start, rising; within about 2 ms for sound that starts at once
 */
export function measureOnsetsMs(
  samples: Float32Array,
  sampleRateHz: number,
  { minSilenceMs = 100, thresholdDb = -35 }: OnsetOptions = {},
): number[] {
  const levels = levelsPerMs(samples, sampleRateHz);
  const loud = percentile(levels, 0.95);
  if (loud === 0) return [];
  const threshold = loud * 10 ** (thresholdDb / 10);
  const onsets: number[] = [];
  let silentMs = Infinity;
  levels.forEach((level, timeMs) => {
    const isSound = level > threshold;
    if (isSound && silentMs >= minSilenceMs && staysLoud(levels, timeMs, threshold)) {
      // The window around this time reaches half its length beyond the start of the sound.
      onsets.push(Math.max(0, timeMs + windowMs / 2 - 1));
      silentMs = 0;
    } else if (isSound && silentMs < minSilenceMs) silentMs = 0;
    else silentMs += 1;
  });
  return onsets;
}

const windowMs = 10;
const minSoundMs = 20;

/** Mean square of the window around each millisecond. */
function levelsPerMs(samples: Float32Array, sampleRateHz: number): Float64Array {
  const perMs = sampleRateHz / 1000;
  const squares = new Float64Array(samples.length + 1);
  samples.forEach((sample, index) => {
    squares[index + 1] = (squares[index] ?? 0) + sample * sample;
  });
  const sumUntil = (time: number): number =>
    squares[Math.min(samples.length, Math.max(0, Math.round(time * perMs)))] ?? 0;
  return Float64Array.from({ length: Math.ceil(samples.length / perMs) }, (_, timeMs) => {
    const energy = sumUntil(timeMs + windowMs / 2) - sumUntil(timeMs - windowMs / 2);
    return Math.max(0, energy) / (windowMs * perMs);
  });
}

function staysLoud(levels: Float64Array, fromMs: number, threshold: number): boolean {
  const following = levels.subarray(fromMs, fromMs + minSoundMs + windowMs);
  return following.every((level) => level > threshold);
}

function percentile(values: Float64Array, part: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
}
