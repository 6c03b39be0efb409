import { createFlacEncoder } from '../audio/flacEncoder.ts';
import { encodePcm16 } from '../audio/pcm.ts';
import { buildId3Tag, buildWavInfo, type SoundTags } from '../audio/soundTags.ts';
import { buildWavHeader } from '../audio/wav.ts';
import { createMp3Encoder, type Mp3Options } from './mp3Encoder.ts';

export const encodedFormats = ['mp3', 'wav', 'flac', 'pcm'] as const;

/** `pcm` is little-endian int16 without a header. */
export type EncodedFormat = (typeof encodedFormats)[number];

/** Turns mono sound into the bytes of a file while the sound is being made. */
export interface AudioEncoder {
  /** @returns the bytes that are complete by now, possibly none */
  push(samples: Float32Array): Uint8Array;
  /** Ends the sound. @returns the rest of the bytes */
  flush(): Uint8Array;
}

export interface AudioEncoderOptions {
  /** What the file says of itself; `pcm` has no place for it. */
  readonly tags: SoundTags;
  /** How many samples will come, which the header of FLAC then says; `flush` throws RangeError where others came. */
  readonly sampleCount?: number;
  readonly mp3?: Mp3Options;
}

/**
 * Headers say that the length is unknown, where their format has a way to say so and it is not given.
 *
 * @throws RangeError for rates, counts and tags that the format does not have
 */
export async function createAudioEncoder(
  format: EncodedFormat,
  sampleRateHz: number,
  { tags, mp3, ...flac }: AudioEncoderOptions,
): Promise<AudioEncoder> {
  switch (format) {
    case 'mp3':
      return startWith(buildId3Tag(tags), await createMp3Encoder(sampleRateHz, mp3));
    case 'flac':
      return createFlacEncoder(sampleRateHz, tags, flac);
    case 'wav': {
      const info = buildWavInfo(tags);
      return startWith(buildWavHeader({ sampleRateHz, channelCount: 1, dataBytes: null, info }), pcmEncoder);
    }
    case 'pcm':
      return pcmEncoder;
  }
}

const pcmEncoder: AudioEncoder = { push: encodePcm16, flush: () => new Uint8Array(0) };

/** @param start  comes with the first bytes, whether there is sound or not */
function startWith(start: Uint8Array, encoder: AudioEncoder): AudioEncoder {
  let header = start;
  const withHeader = (bytes: Uint8Array): Uint8Array => {
    const joined = new Uint8Array(header.length + bytes.length);
    joined.set(header);
    joined.set(bytes, header.length);
    header = new Uint8Array(0);
    return joined;
  };
  return {
    push: (samples) => withHeader(encoder.push(samples)),
    flush: () => withHeader(encoder.flush()),
  };
}
