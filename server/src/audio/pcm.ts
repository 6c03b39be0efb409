/** How one sample is stored, always little-endian. `uint8` is offset binary, the integers are two's complement. */
export type PcmEncoding = 'uint8' | 'int16' | 'int24' | 'int32' | 'float32' | 'float64' | 'alaw' | 'mulaw';

const sampleBytes: Readonly<Record<PcmEncoding, number>> = {
  uint8: 1,
  int16: 2,
  int24: 3,
  int32: 4,
  float32: 4,
  float64: 8,
  alaw: 1,
  mulaw: 1,
};

export function bytesPerSample(encoding: PcmEncoding): number {
  return sampleBytes[encoding];
}

/**
 * @param bytes  whole samples in the order they are stored; unchanged
 * @returns      one float per sample, in the same order: integers divided by 2^(bits-1), so in [-1, 1);
 *               floats as they are, also where they are not finite
 * @throws       RangeError when `bytes` ends within a sample
 */
export function decodePcm(bytes: Uint8Array, encoding: PcmEncoding): Float32Array {
  if (bytes.length % sampleBytes[encoding] !== 0) {
    throw new RangeError(`${bytes.length} bytes are not whole ${encoding} samples`);
  }
  const samples = new Float32Array(bytes.length / sampleBytes[encoding]);
  decoders[encoding](bytes, samples);
  return samples;
}

/** The nearest step of 2^-15, as int16; what lies outside [-1, 1 - 2^-15] is held at the limit, NaN becomes 0. */
export function toPcm16Step(sample: number): number {
  const step = Math.round(sample * 32_768);
  return step > 32_767 ? 32_767 : step < -32_768 ? -32_768 : step | 0;
}

/** @returns  little-endian int16, two bytes a sample; `decodePcm(…, 'int16')` gives the rounded samples back */
export function encodePcm16(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  for (let index = 0; index < samples.length; index += 1) {
    const step = toPcm16Step(samples[index]);
    bytes[index * 2] = step & 0xff;
    bytes[index * 2 + 1] = (step >> 8) & 0xff;
  }
  return bytes;
}

const decoders: Readonly<Record<PcmEncoding, (bytes: Uint8Array, samples: Float32Array) => void>> = {
  uint8: (bytes, samples) => {
    for (let index = 0; index < samples.length; index += 1) samples[index] = (bytes[index] - 128) / 128;
  },
  int16: (bytes, samples) => {
    for (let index = 0, at = 0; index < samples.length; index += 1, at += 2) {
      samples[index] = (((bytes[at] << 16) | (bytes[at + 1] << 24)) >> 16) / 32_768;
    }
  },
  int24: (bytes, samples) => {
    for (let index = 0, at = 0; index < samples.length; index += 1, at += 3) {
      const value = ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 8;
      samples[index] = value / 8_388_608;
    }
  },
  int32: (bytes, samples) => {
    for (let index = 0, at = 0; index < samples.length; index += 1, at += 4) {
      const value = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      samples[index] = value / 2_147_483_648;
    }
  },
  float32: (bytes, samples) => {
    const view = viewOf(bytes);
    for (let index = 0; index < samples.length; index += 1) samples[index] = view.getFloat32(index * 4, true);
  },
  float64: (bytes, samples) => {
    const view = viewOf(bytes);
    for (let index = 0; index < samples.length; index += 1) samples[index] = view.getFloat64(index * 8, true);
  },
  alaw: (bytes, samples) => {
    for (let index = 0; index < samples.length; index += 1) samples[index] = fromALaw(bytes[index]);
  },
  mulaw: (bytes, samples) => {
    for (let index = 0; index < samples.length; index += 1) samples[index] = fromMuLaw(bytes[index]);
  },
};

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** ITU-T G.711 A-law: sign, 3 exponent bits, 4 mantissa bits, every other bit inverted. */
function fromALaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = ((code & 15) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 256) << (exponent - 1);
  return (code & 0x80 ? magnitude : -magnitude) / 32_768;
}

/** ITU-T G.711 mu-law: sign, 3 exponent bits, 4 mantissa bits, all inverted, biased by 132. */
function fromMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return (code & 0x80 ? -magnitude : magnitude) / 32_768;
}
