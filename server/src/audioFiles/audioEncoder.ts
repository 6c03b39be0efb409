import { createFlacEncoder } from '../audio/flacEncoder.ts';
import { encodePcm16 } from '../audio/pcm.ts';
import { buildWavHeader } from '../audio/wav.ts';
import { createMp3Encoder, type Mp3SampleRate } from './mp3Encoder.ts';

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

/** Headers say that the length is unknown, where their format has a way to say so. */
export async function createAudioEncoder(
  format: EncodedFormat,
  sampleRateHz: Mp3SampleRate,
): Promise<AudioEncoder> {
  switch (format) {
    case 'mp3':
      return createMp3Encoder(sampleRateHz);
    case 'flac':
      return createFlacEncoder(sampleRateHz);
    case 'wav':
      return createWavEncoder(sampleRateHz);
    case 'pcm':
      return { push: encodePcm16, flush: () => new Uint8Array(0) };
  }
}

function createWavEncoder(sampleRateHz: number): AudioEncoder {
  let header = buildWavHeader({ sampleRateHz, channelCount: 1, dataBytes: null });
  const encode = (samples: Float32Array): Uint8Array => {
    const bytes = encodePcm16(samples);
    const joined = new Uint8Array(header.length + bytes.length);
    joined.set(header);
    joined.set(bytes, header.length);
    header = new Uint8Array(0);
    return joined;
  };
  return { push: encode, flush: () => encode(new Float32Array(0)) };
}
