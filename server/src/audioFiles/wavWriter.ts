import { SpeechError } from '../../../protocol/errors.ts';
import { encodePcm16 } from '../audio/pcm.ts';
import { buildWavInfo, type SoundTags } from '../audio/soundTags.ts';
import { buildWavHeader, maxWavDataBytes } from '../audio/wav.ts';
import { createPartFile, type ByteSink } from './partFile.ts';

/**
 * Writes a mono 16-bit WAV file. Until `close` the samples lie in a file beside the target, so the target is either
 * as it was or complete. Calls must not overlap. After an error or `abort` the file beside is gone, and every
 * further `write` and `close` throws.
 */
export interface WavWriter {
  /** @throws SpeechError diskFull, fileUnwritable, inputTooLong (4 GiB: 24 hours at 24 kHz) */
  write(samples: Float32Array): Promise<void>;

  /** Completes the header and gives the file its name. @throws SpeechError as `write` */
  close(): Promise<void>;

  /** Removes what was written; does nothing after `close` or a second time. Never throws. */
  abort(): Promise<void>;
}

export interface WavWriterOptions {
  readonly sampleRateHz: number;
  /** What the file says of itself; absent: nothing. */
  readonly tags?: SoundTags;
  /** Where the bytes go; the file system by default. */
  readonly openSink?: (path: string) => Promise<ByteSink>;
}

/**
 * @param path  a symbolic link is followed, so that the link stays
 * @throws SpeechError fileUnwritable: the folder is missing or not writable, or the target is no ordinary file;
 *         RangeError for tags that `buildWavInfo` refuses
 */
export async function createWavWriter(path: string, options: WavWriterOptions): Promise<WavWriter> {
  const { sampleRateHz, tags } = options;
  const info = tags === undefined ? new Uint8Array(0) : buildWavInfo(tags);
  const header = (dataBytes: number): Uint8Array =>
    buildWavHeader({ sampleRateHz, channelCount: 1, dataBytes, info });
  const headerBytes = header(0).length;
  let dataBytes = 0;

  const part = await createPartFile(path, options.openSink);
  await part.write(header(0), 0);
  return {
    write: async (samples) => {
      if (info.length + dataBytes + samples.length * 2 > maxWavDataBytes) {
        await part.abort();
        throw tooLong(path);
      }
      await part.write(encodePcm16(samples), headerBytes + dataBytes);
      dataBytes += samples.length * 2;
    },
    close: async () => {
      await part.write(header(dataBytes), 0);
      await part.close();
    },
    abort: () => part.abort(),
  };
}

function tooLong(path: string): SpeechError {
  return new SpeechError('inputTooLong', {
    message: `${path} would be larger than the 4 GiB that a WAV file can hold.`,
    hint: 'Write the text in parts, to several files.',
  });
}
