import type { MelFilterbank, MelFilterbankOptions } from './melFilterbank.ts';

/**
 * Slaney's filters: centers equally spaced on a scale that is linear to 1 kHz and logarithmic above, slopes straight in
 * Hz, each filter of the same area: its peak is 2 / its width in Hz.
 *
 * Source: librosa.filters.mel(htk=False, norm='slaney'), after Slaney's Auditory Toolbox (1998).
 */
export function createSlaneyFilterbank(options: MelFilterbankOptions): MelFilterbank {
  const { filterCount, fftSize, sampleRateHz, lowHz, highHz } = options;
  const lowMel = toMel(lowHz);
  const stepMel = (toMel(highHz) - lowMel) / (filterCount + 1);
  const edgesHz = Array.from({ length: filterCount + 2 }, (_, index) => toHz(lowMel + index * stepMel));
  const bins = Array.from({ length: fftSize / 2 + 1 }, (_, bin) => bin);
  return Array.from({ length: filterCount }, (_, index) => {
    const [leftHz = 0, centerHz = 0, rightHz = 0] = edgesHz.slice(index, index + 3);
    const weightAt = (bin: number): number => {
      const hz = (bin * sampleRateHz) / fftSize;
      const slope = Math.min((hz - leftHz) / (centerHz - leftHz), (rightHz - hz) / (rightHz - centerHz));
      return (Math.max(0, slope) * 2) / (rightHz - leftHz);
    };
    const inside = bins.filter((bin) => weightAt(bin) > 0);
    return { firstBin: inside[0] ?? 0, weights: Float64Array.from(inside, weightAt) };
  });
}

const linearHzPerMel = 200 / 3;
const firstLogHz = 1000;
const firstLogMel = firstLogHz / linearHzPerMel;
const logStep = Math.log(6.4) / 27;

function toMel(hz: number): number {
  return hz < firstLogHz ? hz / linearHzPerMel : firstLogMel + Math.log(hz / firstLogHz) / logStep;
}

function toHz(mel: number): number {
  return mel < firstLogMel ? mel * linearHzPerMel : firstLogHz * Math.exp(logStep * (mel - firstLogMel));
}
