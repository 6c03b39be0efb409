import type { WordTime } from '../../../../protocol/synthesis.ts';
import { findSound } from '../../../support/correlation.ts';
import { recordingRateHz, type SoundRecording } from '../../../support/virtualDevices.ts';

/** What the daemon makes of a text, mono at the rate of the recording. */
export interface SpokenText {
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
}

/** All that the speaker played, as long as it was recorded. */
export interface RecordedSound {
  readonly recording: SoundRecording;
  readonly heard: Float32Array;
}

/**
 * Finds the first sample of a text in what the speaker played after a command.
 *
 * @param commandMs  as `Date.now()` counts
 * @returns          when it sounded; null where it is not there as it was made, as on a machine too busy to play it
 *                   without gaps
 */
export function findFirstSample(spoken: SpokenText, sound: RecordedSound, commandMs: number): number | null {
  const found = findStart(spoken, sound, commandMs);
  return found === null ? null : sound.recording.timeOf(found);
}

/** @returns when each word of a text began at the speaker, as `Date.now()` counts; null as `findFirstSample` */
export function findWords(
  { samples, words }: SpokenText,
  { recording, heard }: RecordedSound,
  commandMs: number,
): readonly number[] | null {
  const leadAt = findStart({ samples, words }, { recording, heard }, commandMs);
  if (leadAt === null) return null;
  return words.map(({ startMs }) => {
    const start = toSamples(startMs);
    const sound = samples.subarray(start, start + toSamples(200));
    return recording.timeOf(findSound(heard, sound, near(leadAt + start, 100)).at);
  });
}

/** @returns the place of its first sample in the recording */
function findStart(
  { samples }: SpokenText,
  { recording, heard }: RecordedSound,
  commandMs: number,
): number | null {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 0.01;
  const commandAt = Math.max(0, toSamples(commandMs - recording.timeOf(0)));
  const loudAt = commandAt + heard.subarray(commandAt).findIndex(isLoud);
  const firstLoud = samples.findIndex(isLoud);
  const beginning = samples.subarray(firstLoud, firstLoud + toSamples(200));
  const begun = findSound(heard, beginning, near(loudAt, 50));
  return begun.correlation < 0.9 ? null : begun.at - firstLoud;
}

const near = (at: number, aroundMs: number): [number, number] => [
  at - toSamples(aroundMs),
  at + toSamples(aroundMs),
];

const toSamples = (ms: number): number => Math.round((ms * recordingRateHz) / 1000);
