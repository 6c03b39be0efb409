/** Compresses mono sound to MPEG frames. */
export interface Mp3Encoder {
  /** @returns the bytes that are complete by now, possibly none */
  push(samples: Float32Array): Uint8Array;
  /** Ends the sound. @returns the rest of the bytes */
  flush(): Uint8Array;
}

/**
 * Compresses mono sound to MP3 frames of 96 kbit/s, without a header that would have to know how long the stream will
 * be. The encoder is loaded with the first stream.
 *
 * @param sampleRateHz  a rate of MPEG audio, 8000 to 48000
 */
export async function createMp3Encoder(sampleRateHz: Mp3SampleRate): Promise<Mp3Encoder> {
  const { createMp3Encoder: createLame } = await import('wasm-media-encoders');
  const lame = await createLame();
  lame.configure({
    channels: 1,
    sampleRate: sampleRateHz,
    outputSampleRate: sampleRateHz,
    bitrate: bitRateKbps,
  });
  // What the encoder returns lies in its own memory, and is overwritten by the next call.
  return {
    push: (samples) => (samples.length === 0 ? new Uint8Array(0) : lame.encode([samples]).slice()),
    flush: () => lame.finalize().slice(),
  };
}

const bitRateKbps = 96;

export type Mp3SampleRate = 8000 | 11_025 | 12_000 | 16_000 | 22_050 | 24_000 | 32_000 | 44_100 | 48_000;
