import { SpeechError } from '../../../protocol/errors.ts';
import type { SourceFile } from './sourceFile.ts';

export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'ogg-opus' | 'ogg-vorbis' | 'ogg-flac';

/** What one format's reader found in a file, and how to decode it from a source that is open at the time. */
export interface AudioStream {
  readonly format: AudioFormat;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Null where the file does not tell without being decoded. */
  readonly durationMs: number | null;

  /**
   * Decodes from the start in bounded memory. Whatever the decoder holds is freed when the iteration ends, early or not.
   *
   * @throws SpeechError unsupportedAudio where nothing can be decoded, fileUnreadable; the signal's reason
   */
  decode(context: DecodeContext): AsyncIterable<AudioBlock>;
}

export interface DecodeContext {
  readonly source: SourceFile;
  readonly damage: AudioDamage;
  readonly signal: AbortSignal;
}

/** Mono samples of any value, also not finite; the rate may differ from the header's and change between blocks. */
export interface AudioBlock {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** What was wrong with a file that could be read all the same. */
export interface AudioDamage {
  /** The file ends before the end that it announces. */
  truncated: boolean;
  /** Places that the decoder skipped or replaced. */
  badBlockCount: number;
}

/** Rates that a file may have; beyond them a header lies, or the file is no sound. */
const sampleRateRangeHz = { min: 1000, max: 768_000 };

/** @throws SpeechError unsupportedAudio for a rate outside 1 to 768 kHz */
export function checkSampleRate(sampleRateHz: number, path: string): number {
  if (sampleRateHz >= sampleRateRangeHz.min && sampleRateHz <= sampleRateRangeHz.max) return sampleRateHz;
  throw unsupportedAudio(path, `says that it has ${sampleRateHz} samples a second`);
}

/** @param found  the end of a sentence that begins with the file's path */
export function unsupportedAudio(path: string, found: string, cause?: unknown): SpeechError {
  return new SpeechError('unsupportedAudio', {
    message: `${path} ${found}.`,
    hint: 'Convert it to WAV, FLAC, MP3 or Ogg, for example: ffmpeg -i INPUT -vn OUTPUT.wav',
    cause,
  });
}
