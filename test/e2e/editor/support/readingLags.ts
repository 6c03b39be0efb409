import type { WordTime } from '../../../../protocol/synthesis.ts';
import { findSound } from '../../../support/correlation.ts';
import { recordingRateHz, type SoundRecording } from '../../../support/virtualDevices.ts';

/** What the daemon makes of a text, mono at the rate of the recording. */
export interface SpokenText {
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
}

export interface RecordedReading {
  /** From the command to the first sample at the speaker. */
  readonly firstSampleMs: number;
  /** When each word began at the speaker, as `Date.now()` counts, to the fraction. */
  readonly wordMs: readonly number[];
}

/**
 * Finds a text in what the speaker played after a command.
 *
 * @param heard  the whole recording
 * @returns      null where it is not there as it was made, as on a machine too busy to play it without gaps
 */
export function findReading(
  { samples, words }: SpokenText,
  { recording, heard }: { readonly recording: SoundRecording; readonly heard: Float32Array },
  commandMs: number,
): RecordedReading | null {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 0.01;
  const commandAt = Math.max(0, toSamples(commandMs - recording.timeOf(0)));
  const loudAt = commandAt + heard.subarray(commandAt).findIndex(isLoud);
  const firstLoud = samples.findIndex(isLoud);
  const near = (at: number, aroundMs: number): [number, number] => [
    at - toSamples(aroundMs),
    at + toSamples(aroundMs),
  ];
  const beginning = samples.subarray(firstLoud, firstLoud + toSamples(200));
  const begun = findSound(heard, beginning, near(loudAt, 50));
  if (begun.correlation < 0.9) return null;
  const leadAt = begun.at - firstLoud;
  const wordMs = words.map(({ startMs }) => {
    const start = toSamples(startMs);
    const sound = samples.subarray(start, start + toSamples(200));
    return recording.timeOf(findSound(heard, sound, near(leadAt + start, 100)).at);
  });
  return { firstSampleMs: recording.timeOf(leadAt) - commandMs, wordMs };
}

const toSamples = (ms: number): number => Math.round((ms * recordingRateHz) / 1000);
