import { createRealFft } from './fft.ts';
import { filtered } from './melFilterbank.ts';
import { createSlaneyFilterbank } from './slaneyFilterbank.ts';

/** Log-mel features as vocoders are trained on. Its work space is reused: one call at a time. */
export interface MelSpectrogram {
  readonly melCount: number;
  /**
   * @param samples  mono at the spectrogram's rate, unchanged
   * @returns        row-major [floor(samples.length / hopSamples), melCount]
   * @throws         RangeError for a sound too short to be mirrored: (fftSize - hopSamples) / 2 samples or fewer
   */
  compute(samples: Float32Array): Float32Array;
}

export interface MelSpectrogramOptions {
  readonly sampleRateHz: number;
  /** Of the transform and of its Hann window. */
  readonly fftSize: number;
  readonly hopSamples: number;
  readonly melCount: number;
  readonly highHz: number;
}

const powerOffset = 1e-9;
const leastMagnitude = 1e-5;

/**
 * Natural logarithms of magnitudes under a Hann window, the sound mirrored by (fftSize - hopSamples) / 2 at both ends;
 * Slaney's filters from 0 Hz.
 *
 * Source: Matcha-TTS utils/audio.py, mel_spectrogram (after HiFi-GAN's meldataset.py); equal to it to 4e-5.
 */
export function createMelSpectrogram(options: MelSpectrogramOptions): MelSpectrogram {
  const { fftSize, hopSamples, melCount } = options;
  const fft = createRealFft(fftSize);
  const filters = createSlaneyFilterbank({ ...options, filterCount: melCount, lowHz: 0 });
  const margin = (fftSize - hopSamples) / 2;
  const window = Float64Array.from(
    { length: fftSize },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / fftSize),
  );
  const frame = new Float64Array(fftSize);
  const magnitudes = new Float64Array(fft.binCount);

  /** Writes the magnitudes of the frame that begins at a sample; before the sound and behind it, it is mirrored. */
  function transform(samples: Float32Array, start: number): void {
    const last = samples.length - 1;
    for (let index = 0; index < fftSize; index++) {
      const at = Math.abs(start + index);
      frame[index] = samples[at > last ? 2 * last - at : at] * window[index];
    }
    fft.power(frame, magnitudes);
    for (let bin = 0; bin < magnitudes.length; bin++)
      magnitudes[bin] = Math.sqrt(magnitudes[bin] + powerOffset);
  }

  return {
    melCount,
    compute(samples) {
      if (samples.length <= margin)
        throw new RangeError(`A sound of ${samples.length} samples cannot be mirrored by ${margin}.`);
      const frameCount = Math.floor(samples.length / hopSamples);
      const features = new Float32Array(frameCount * melCount);
      for (let index = 0; index < frameCount; index++) {
        transform(samples, index * hopSamples - margin);
        for (let mel = 0; mel < melCount; mel++) {
          const magnitude = filtered(filters[mel], magnitudes);
          features[index * melCount + mel] = Math.log(Math.max(magnitude, leastMagnitude));
        }
      }
      return features;
    },
  };
}
