import { createResampler } from '../audio/resample.ts';

/** Compresses mono sound to MPEG frames. */
export interface Mp3Encoder {
  /** @returns the bytes that are complete by now, possibly none */
  push(samples: Float32Array): Uint8Array;
  /** Ends the sound. @returns the rest of the bytes */
  flush(): Uint8Array;
}

export interface Mp3Options {
  /**
   * Constant, in kbit/s; 96 by default. Rates below 32 kHz have at most 160, those below 16 kHz at most 64, and others
   * at least 32: what is beyond is held there.
   */
  readonly bitRateKbps?: Mp3BitRate;
  /** Of the file; by default that of the sound, which must then be one of these. */
  readonly outputRateHz?: Mp3SampleRate;
}

/**
 * Compresses mono sound to MP3 frames of a constant bit rate, without a header that would have to know how long the
 * stream will be. The encoder is loaded with the first stream.
 *
 * Decoded, the sound begins 1105 samples of the file late, which is the delay of the codec, and less than two MPEG
 * frames of silence follow it; it is softer by 0.3 dB at 192 kbit/s and by 0.5 dB at 96.
 *
 * Another rate than the sound's is made by our own resampler, as the encoder's lets images through: that of a tone of
 * 11 kHz in sound of 24 kHz is only 21 dB down.
 *
 * @param sampleRateHz  of the samples
 * @throws RangeError for a rate that MPEG audio does not have, where no other is asked for
 */
export async function createMp3Encoder(
  sampleRateHz: number,
  { bitRateKbps = 96, outputRateHz = toMp3SampleRate(sampleRateHz) }: Mp3Options = {},
): Promise<Mp3Encoder> {
  const resampler = createResampler(sampleRateHz, outputRateHz);
  const { createMp3Encoder: createLame } = await import('wasm-media-encoders');
  const lame = await createLame();
  lame.configure({
    channels: 1,
    sampleRate: outputRateHz,
    outputSampleRate: outputRateHz,
    bitrate: bitRateKbps,
  });
  // What the encoder returns lies in its own memory, and is overwritten by the next call.
  const encode = (samples: Float32Array): Uint8Array =>
    samples.length === 0 ? new Uint8Array(0) : lame.encode([samples]).slice();
  return {
    push: (samples) => encode(resampler.push(samples)),
    flush: () => Buffer.concat([encode(resampler.flush()), lame.finalize()]),
  };
}

const mp3SampleRatesHz = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000] as const;

export type Mp3SampleRate = (typeof mp3SampleRatesHz)[number];

export type Mp3BitRate = 8 | 16 | 24 | 32 | 40 | 48 | 64 | 80 | 96 | 112 | 128 | 160 | 192 | 224 | 256 | 320;

function toMp3SampleRate(rateHz: number): Mp3SampleRate {
  const found = mp3SampleRatesHz.find((known) => known === rateHz);
  if (found === undefined) throw new RangeError(`${rateHz} Hz is no sample rate of MPEG audio`);
  return found;
}
