import { SpeechError } from '../../../protocol/errors.ts';
import { reportClip } from './clipReport.ts';

/** A recording that may become a voice. */
export interface ClipSound {
  /** Mono, in [-1, 1]. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** What the features of the models are computed at. */
export const leastClipRateHz = 16_000;
const leastMs = 500;
export const longestClipMs = 30_000;

/**
 * @param name  what the clip is called in messages, such as `The clip`
 * @throws SpeechError invalidInput (under half a second, over 30 s, silent), unsupportedAudio (under 16 kHz)
 */
export function assertUsableSound({ samples, sampleRateHz }: ClipSound, name: string): void {
  if (sampleRateHz < leastClipRateHz)
    throw new SpeechError('unsupportedAudio', {
      message: `${name} has a sample rate of ${sampleRateHz} Hz, less than ${leastClipRateHz}.`,
      hint: 'Record the voice again at 16 kHz or more.',
    });
  const { durationMs, faults } = reportClip(samples, sampleRateHz);
  if (durationMs > longestClipMs) throw tooLong(name, durationMs);
  if (durationMs < leastMs)
    throw unusable(`${name} is ${secondsOf(durationMs)} s long, too short for a voice.`, useOfLength);
  if (faults.includes('silent')) throw unusable(`${name} is silent.`, 'Choose one in which somebody speaks.');
}

/** @param durationMs  null: only decoding the rest would tell */
export function tooLong(name: string, durationMs: number | null): SpeechError {
  const length =
    durationMs === null ? `longer than ${secondsOf(longestClipMs)} s` : `${secondsOf(durationMs)} s long`;
  return unusable(`${name} is ${length}, too long for a clip of a voice.`, useOfLength);
}

const useOfLength = 'Choose one of 3 to 10 s; half a second to 30 s are possible.';

function secondsOf(durationMs: number): string {
  return (durationMs / 1000).toFixed(1);
}

function unusable(message: string, hint: string): SpeechError {
  return new SpeechError('invalidInput', { message, hint });
}
