import type { SoundTags } from '../audio/soundTags.ts';
import { createAudioEncoder } from './audioEncoder.ts';
import type { Mp3Options } from './mp3Encoder.ts';
import { createPartFile } from './partFile.ts';
import { createWavWriter, type WavWriter } from './wavWriter.ts';

/** A mono sound file of 16 bits, or of a constant bit rate. */
export interface SoundFile {
  /** A symbolic link is followed, so that the link stays. */
  readonly path: string;
  readonly format: SoundFileFormat;
  /** Of the samples, and of the file unless `mp3` names another rate. */
  readonly sampleRateHz: number;
  readonly sampleCount: number;
  /** What the file says of itself. */
  readonly tags: SoundTags;
  /** For `mp3` only. */
  readonly mp3?: Mp3Options;
}

export type SoundFileFormat = 'wav' | 'flac' | 'mp3';

/**
 * Writes a whole sound file. Until it is complete it lies beside its target, so the target is either as it was or
 * complete; after an error or an abort nothing is left.
 *
 * @param samples  chunks of any length, in [-1, 1]; ends or fails soon after `signal` aborts
 * @throws SpeechError diskFull, fileUnwritable, inputTooLong (4 GiB of WAV: 24 hours at 24 kHz); RangeError where not
 *         `sampleCount` samples came, or for rates, counts and tags that the format does not have; what `samples`
 *         throws; the signal's reason after an abort
 */
export async function writeSoundFile(
  file: SoundFile,
  samples: AsyncIterable<Float32Array>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const writer = file.format === 'wav' ? await createWavWriter(file.path, file) : await createWriter(file);
  try {
    let count = 0;
    for await (const chunk of samples) {
      signal.throwIfAborted();
      count += chunk.length;
      await writer.write(chunk);
    }
    signal.throwIfAborted();
    if (count !== file.sampleCount) {
      throw new RangeError(`${count} samples came for ${file.path}, not the ${file.sampleCount} announced`);
    }
    await writer.close();
  } catch (error) {
    await writer.abort();
    signal.throwIfAborted();
    throw error;
  }
}

/** @throws as `writeSoundFile` */
async function createWriter({ path, format, sampleRateHz, ...options }: SoundFile): Promise<WavWriter> {
  const encoder = await createAudioEncoder(format, sampleRateHz, options);
  const part = await createPartFile(path);
  let position = 0;
  const append = async (bytes: Uint8Array): Promise<void> => {
    await part.write(bytes, position);
    position += bytes.length;
  };
  return {
    write: (samples) => append(encoder.push(samples)),
    close: async () => {
      await append(encoder.flush());
      await part.close();
    },
    abort: () => part.abort(),
  };
}
