import { createRealFft } from './fft.ts';
import { createMelFilterbank, filtered, type MelFilterbank } from './melFilterbank.ts';

/** Log-mel features as Kaldi computes them, frame by frame. Its work space is reused: one call at a time. */
export interface Fbank {
  readonly melCount: number;
  /** Whole frames in so many samples; what is left at the end is no frame. */
  frameCount(sampleCount: number): number;
  /**
   * @param samples  mono 16 kHz in [-1, 1], unchanged
   * @returns        row-major [frameCount, melCount]: natural logarithms of energies, -15.942385 the least
   */
  compute(samples: Float32Array): Float32Array;
}

/** Kaldi's way, at 16 kHz. */
export const fbankFrames = {
  frameSamples: 400,
  shiftSamples: 160,
  /** Frames and shifts are whole numbers of them. */
  blockSamples: 80,
  preemphasis: 0.97,
  fftSize: 512,
  melCount: 80,
  leastEnergy: 1.1920928955078125e-7,
} as const;

const { frameSamples, shiftSamples, blockSamples, preemphasis, fftSize, melCount, leastEnergy } = fbankFrames;

export interface FbankOptions {
  /** `povey` is Hann's to the power of 0.85. */
  readonly window: 'hamming' | 'povey';
  /** What a sample is multiplied by first: a model may have been trained on whole numbers of 16 bits. */
  readonly scale: number;
}

/**
 * Frames of 25 ms every 10 ms: mean removed, pre-emphasis 0.97, 80 mel filters from 20 Hz to 8 kHz, no dither.
 *
 * Source: kaldi-native-fbank feature-window.cc and feature-fbank.cc; equal to 2e-3 to the reference values of
 * SenseVoice, 1e-4 where they are above the floor, and to 1.1e-4 to torchaudio's without the scale.
 */
export function createFbank(options: FbankOptions): Fbank {
  const fft = createRealFft(fftSize);
  const filters = createFbankFilters();
  const window = createFbankWindow(options);
  const frame = new Float64Array(fftSize);
  const power = new Float64Array(fftSize / 2);
  const frameCount = (sampleCount: number): number =>
    sampleCount < frameSamples ? 0 : 1 + Math.floor((sampleCount - frameSamples) / shiftSamples);

  /** Writes the windowed frame that begins at a sample; a mean taken away before the emphasis is 3 % of it after. */
  function cutFrame(samples: Float32Array, { emphasized, sums }: Prepared, index: number): void {
    const start = index * shiftSamples;
    const block = start / blockSamples;
    let sum = 0;
    for (let next = block; next < block + frameSamples / blockSamples; next++) sum += sums[next];
    const offset = (1 - preemphasis) * (sum / frameSamples);
    frame[0] = ((1 - preemphasis) * samples[start] - offset) * window[0];
    for (let at = 1; at < frameSamples; at++) frame[at] = (emphasized[start + at] - offset) * window[at];
  }

  return {
    melCount,
    frameCount,
    compute(samples) {
      const count = frameCount(samples.length);
      const features = new Float32Array(count * melCount);
      const prepared = prepare(samples);
      for (let index = 0; index < count; index++) {
        cutFrame(samples, prepared, index);
        fft.power(frame, power);
        for (let mel = 0; mel < melCount; mel++) {
          const energy = filtered(filters[mel], power);
          features[index * melCount + mel] = Math.log(Math.max(energy, leastEnergy));
        }
      }
      return features;
    },
  };
}

/** What the samples of a frame are multiplied by, [400], the scale taken in. Source: kaldi-native-fbank feature-window.cc. */
export function createFbankWindow({ window, scale }: FbankOptions): Float64Array {
  return Float64Array.from({ length: frameSamples }, (_, index) => {
    const cosine = Math.cos((2 * Math.PI * index) / (frameSamples - 1));
    return scale * (window === 'hamming' ? 0.54 - 0.46 * cosine : (0.5 - 0.5 * cosine) ** 0.85);
  });
}

/** 80 from 20 Hz to 8 kHz, over the bins of a transform of 512 samples at 16 kHz. */
export function createFbankFilters(): MelFilterbank {
  return createMelFilterbank({
    filterCount: melCount,
    fftSize,
    sampleRateHz: 16_000,
    lowHz: 20,
    highHz: 8000,
  });
}

/** What overlapping frames share. */
interface Prepared {
  /** Each sample less 97 % of the one before. */
  readonly emphasized: Float64Array;
  /** Of the samples of each whole block. */
  readonly sums: Float64Array;
}

function prepare(samples: Float32Array): Prepared {
  const emphasized = new Float64Array(samples.length);
  for (let index = 1; index < samples.length; index++)
    emphasized[index] = samples[index] - preemphasis * samples[index - 1];
  const sums = new Float64Array(Math.floor(samples.length / blockSamples));
  for (let block = 0; block < sums.length; block++) {
    let sum = 0;
    for (let index = block * blockSamples; index < (block + 1) * blockSamples; index++) sum += samples[index];
    sums[block] = sum;
  }
  return { emphasized, sums };
}
