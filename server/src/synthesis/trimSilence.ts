import { fadeIn, fadeOut } from '../audio/fade.ts';

export interface TrimmedSound {
  /** A view, faded in and out in place. */
  readonly samples: Float32Array;
  /** How much was cut off at the start. */
  readonly cutSamples: number;
}

/** Levels are taken over windows of 5 ms. */
const windowMs = 5;
/**
 * Quieter than the loudest window by more than this is silence: a voiceless f is about 25 dB below a vowel, and what
 * some voices breathe for half a second behind their last word about 42 dB.
 */
const silenceDb = -40;
/** What is left before the first sound and after the last one, faded; trimmed sound counts as silent there. */
export const silentEdgesMs = { start: 20, end: 20 };

/**
 * Cuts the silence off both ends, and fades what remains so that silence can follow without a click.
 *
 * @param samples  faded in place where it is cut
 * @returns        no samples where nothing is heard
 */
export function trimSilence(samples: Float32Array, sampleRateHz: number): TrimmedSound {
  const windowSamples = Math.max(1, Math.round((sampleRateHz * windowMs) / 1000));
  const levels = windowPowers(samples, windowSamples);
  const threshold = Math.max(...levels) * 10 ** (silenceDb / 10);
  const isHeard = (power: number): boolean => power > 0 && power >= threshold;
  const first = levels.findIndex(isHeard);
  if (first < 0) return { samples: new Float32Array(0), cutSamples: 0 };
  const last = levels.findLastIndex(isHeard);
  const lead = Math.round((sampleRateHz * silentEdgesMs.start) / 1000);
  const tail = Math.round((sampleRateHz * silentEdgesMs.end) / 1000);
  const start = Math.max(0, first * windowSamples - lead);
  const end = Math.min(samples.length, (last + 1) * windowSamples + tail);
  const kept = samples.subarray(start, end);
  fadeIn(kept, lead);
  fadeOut(kept, tail);
  return { samples: kept, cutSamples: start };
}

function windowPowers(samples: Float32Array, windowSamples: number): number[] {
  const powers: number[] = [];
  for (let start = 0; start < samples.length; start += windowSamples) {
    const window = samples.subarray(start, start + windowSamples);
    powers.push(window.reduce((sum, sample) => sum + sample * sample, 0) / window.length);
  }
  return powers;
}
