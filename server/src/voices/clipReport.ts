import type { ClipFault } from '../../../protocol/voices.ts';

/** What keeps a sound from being a good example of a voice, or from being one. */
export type SoundFault = Exclude<ClipFault, 'music'> | 'tooLong' | 'silent';

/** How good a clip is as an example of a voice. Levels are in dB relative to full scale. */
export interface ClipReport {
  readonly durationMs: number;
  /** Of its loud tenth; -Infinity for silence. */
  readonly speechDb: number;
  /** Between what is loud and what is quiet; of a voice alone in a room 30 and more. */
  readonly signalToNoiseDb: number;
  /** Samples in runs at the edge of the scale, of all. */
  readonly clippedShare: number;
  readonly faults: readonly SoundFault[];
}

const frameMs = 20;
const shortestMs = 3000;
const longestMs = 30_000;
const quietDb = -40;
const silentDb = -60;
const cleanDb = 20;
const mostClipped = 1e-4;

/**
 * Judges a clip by its length, its levels and its peaks. Levels are those of frames of 20 ms: what is loud is the 90th
 * percentile, what is quiet the 10th.
 *
 * Music and a wrong transcript are not found here: that takes a recognizer.
 *
 * @param samples  mono; full scale is 1
 */
export function reportClip(samples: Float32Array, sampleRateHz: number): ClipReport {
  const durationMs = (1000 * samples.length) / sampleRateHz;
  const levels = frameLevels(samples, Math.round((sampleRateHz * frameMs) / 1000));
  const speechDb = percentile(levels, 0.9);
  const noiseDb = percentile(levels, 0.1);
  const clippedShare = samples.length === 0 ? 0 : countClipped(samples) / samples.length;
  const isSilent = speechDb < silentDb;
  const signalToNoiseDb = isSilent ? 0 : speechDb - Math.max(noiseDb, floorDb);
  const found: readonly (readonly [boolean, SoundFault])[] = [
    [durationMs < shortestMs, 'tooShort'],
    [durationMs > longestMs, 'tooLong'],
    [isSilent, 'silent'],
    [!isSilent && speechDb < quietDb, 'quiet'],
    [clippedShare > mostClipped, 'clipped'],
    [!isSilent && signalToNoiseDb < cleanDb, 'noisy'],
  ];
  const faults = found.flatMap(([isFound, fault]) => (isFound ? [fault] : []));
  return { durationMs, speechDb, signalToNoiseDb, clippedShare, faults };
}

/** Digital silence counts as the noise of 16 bits. */
const floorDb = -96;

function frameLevels(samples: Float32Array, frameLength: number): number[] {
  const levels: number[] = [];
  for (let start = 0; start + frameLength <= samples.length; start += frameLength) {
    const frame = samples.subarray(start, start + frameLength);
    levels.push(10 * Math.log10(frame.reduce((sum, value) => sum + value * value, 0) / frameLength));
  }
  return levels;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? -Infinity;
}

/** A single peak may reach the edge; what was cut off stays there. */
const clippedRun = 3;
const edge = 0.999;

function countClipped(samples: Float32Array): number {
  let count = 0;
  let run = 0;
  for (const sample of samples) {
    run = Math.abs(sample) >= edge ? run + 1 : 0;
    if (run === clippedRun) count += clippedRun;
    else if (run > clippedRun) count += 1;
  }
  return count;
}
