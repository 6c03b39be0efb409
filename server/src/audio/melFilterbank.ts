/** Triangles over the frequencies of a power spectrum, each with the bins where it is not zero. */
export type MelFilterbank = readonly MelFilter[];

export interface MelFilter {
  readonly firstBin: number;
  readonly weights: Float64Array;
}

export interface MelFilterbankOptions {
  readonly filterCount: number;
  readonly fftSize: number;
  readonly sampleRateHz: number;
  readonly lowHz: number;
  readonly highHz: number;
}

/**
 * Kaldi's filters: centers equally spaced on the scale 1127 ln(1 + f / 700), slopes straight on that scale, peaks at 1;
 * the bin of half the sample rate is not used.
 *
 * Source: kaldi-native-fbank mel-computations.cc.
 */
export function createMelFilterbank(options: MelFilterbankOptions): MelFilterbank {
  const { filterCount, fftSize, sampleRateHz, lowHz, highHz } = options;
  const lowMel = toMel(lowHz);
  const stepMel = (toMel(highHz) - lowMel) / (filterCount + 1);
  const binMels = Float64Array.from({ length: fftSize / 2 }, (_, bin) =>
    toMel((bin * sampleRateHz) / fftSize),
  );
  return Array.from({ length: filterCount }, (_, index) => {
    const leftMel = lowMel + index * stepMel;
    const rightMel = leftMel + 2 * stepMel;
    const inside = [...binMels.keys()].filter((bin) => binMels[bin] > leftMel && binMels[bin] < rightMel);
    return {
      firstBin: inside[0] ?? 0,
      weights: Float64Array.from(
        inside,
        (bin) => Math.min(binMels[bin] - leftMel, rightMel - binMels[bin]) / stepMel,
      ),
    };
  });
}

/**
 * What a filter lets through of a spectrum.
 *
 * @param spectrum  by frequency, of the bins that the filters were made for: powers or magnitudes
 */
export function filtered({ firstBin, weights }: MelFilter, spectrum: Float64Array): number {
  let sum = 0;
  for (let bin = 0; bin < weights.length; bin++) sum += weights[bin] * spectrum[firstBin + bin];
  return sum;
}

function toMel(frequencyHz: number): number {
  return 1127 * Math.log(1 + frequencyHz / 700);
}
