import { createRealFft } from './fft.ts';
import { filtered } from './melFilterbank.ts';
import { createSlaneyFilterbank } from './slaneyFilterbank.ts';

/** Log-mel features as Whisper was trained on. Its work space is reused: one call at a time. */
export interface LogMelSpectrogram {
  readonly melCount: number;
  /**
   * @param samples     mono 16 kHz in [-1, 1], unchanged; what is beyond the frames is not heard
   * @param frameCount  10 ms each; behind the samples is silence
   * @returns           row-major [melCount, frameCount]
   */
  compute(samples: Float32Array, frameCount: number): Float32Array;
  /**
   * The whole 10 ms of a sound and no silence behind it.
   *
   * @param samples  mono 16 kHz in [-1, 1], unchanged
   * @returns        row-major [melCount, floor(samples.length / 160)]
   */
  computeWhole(samples: Float32Array): Float32Array;
}

const windowSamples = 400;
const hopSamples = 160;
const leastEnergy = 1e-10;
/** Below the loudest value of all, in powers of ten. */
const dynamicRange = 8;

/**
 * Powers of 25 ms every 10 ms under a Hann window, the sound mirrored at both ends; 80 or 128 of Slaney's filters up
 * to 8 kHz; logarithms to base 10, at most 8 below the greatest, as (x + 4) / 4.
 *
 * Source: openai/whisper audio.py, log_mel_spectrogram; equal to 2e-5 to WhisperFeatureExtractor of transformers.js.
 */
export function createLogMelSpectrogram(melCount: number): LogMelSpectrogram {
  const fft = createRealFft(windowSamples);
  const filters = createSlaneyFilterbank({
    filterCount: melCount,
    fftSize: windowSamples,
    sampleRateHz: 16_000,
    lowHz: 0,
    highHz: 8000,
  });
  const window = Float64Array.from(
    { length: windowSamples },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowSamples),
  );
  const frame = new Float64Array(windowSamples);
  const power = new Float64Array(fft.binCount);

  /** @returns  of the padded sound; mirrored before its start and behind its end */
  const sampleAt = (samples: Float32Array, index: number, paddedLength: number): number => {
    const inside = index < 0 ? -index : index < paddedLength ? index : 2 * (paddedLength - 1) - index;
    return inside < samples.length ? samples[inside] : 0;
  };

  function cutFrame(samples: Float32Array, frameIndex: number, paddedLength: number): void {
    const start = frameIndex * hopSamples - windowSamples / 2;
    for (let index = 0; index < windowSamples; index++)
      frame[index] = sampleAt(samples, start + index, paddedLength) * window[index];
  }

  /** @param paddedLength  of the sound with its silence, mirrored at its end */
  function analyze(samples: Float32Array, frameCount: number, paddedLength: number): Float32Array {
    const features = new Float32Array(melCount * frameCount).fill(Math.log10(leastEnergy));
    const soundFrameCount = Math.min(frameCount, Math.ceil((samples.length + windowSamples) / hopSamples));
    for (let index = 0; index < soundFrameCount; index++) {
      cutFrame(samples, index, paddedLength);
      fft.power(frame, power);
      for (let mel = 0; mel < melCount; mel++) {
        const energy = filtered(filters[mel], power);
        features[mel * frameCount + index] = Math.log10(Math.max(energy, leastEnergy));
      }
    }
    return normalize(features);
  }

  return {
    melCount,
    compute(samples, frameCount) {
      const paddedLength = frameCount * hopSamples;
      return analyze(samples.subarray(0, paddedLength), frameCount, paddedLength);
    },
    computeWhole: (samples) => analyze(samples, Math.floor(samples.length / hopSamples), samples.length),
  };
}

function normalize(features: Float32Array): Float32Array {
  let greatest = -Infinity;
  for (const value of features) if (value > greatest) greatest = value;
  const least = greatest - dynamicRange;
  for (let index = 0; index < features.length; index++)
    features[index] = (Math.max(features[index], least) + 4) / 4;
  return features;
}
