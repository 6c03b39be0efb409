import { greatestCommonDivisor } from './resample.ts';

/**
 * Band-limited resampling by sincs under a Hann window, six zero crossings to each side, passing 0.99 of the lower band.
 * Softer than `createResampler`: for features of models that were trained on sounds resampled so.
 *
 * @param samples  a whole sound, unchanged; silence is around it
 * @returns        ceil(samples.length * toHz / fromHz) samples; equal to 1e-5 to the source's
 * Source: torchaudio functional/functional.py, resample with `sinc_interp_hann`.
 */
export function resampleBySincs(
  samples: Float32Array,
  { fromHz, toHz }: { readonly fromHz: number; readonly toHz: number },
): Float32Array {
  if (fromHz === toHz) return samples.slice();
  const divisor = greatestCommonDivisor(fromHz, toHz);
  const down = fromHz / divisor;
  const up = toHz / divisor;
  const halfTaps = Math.ceil((crossings * down) / (Math.min(down, up) * rolloff));
  const filters = Array.from({ length: up }, (_, phase) => createFilter({ phase, up, down, halfTaps }));
  const output = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let index = 0; index < output.length; index++) {
    const start = Math.floor(index / up) * down - halfTaps;
    const taps = filters[index % up];
    const end = Math.min(taps.length, samples.length - start);
    let sum = 0;
    for (let tap = Math.max(0, -start); tap < end; tap++) sum += taps[tap] * samples[start + tap];
    output[index] = sum;
  }
  return output;
}

const crossings = 6;
const rolloff = 0.99;

interface FilterPlace {
  /** Of the output sample among the `up` that `down` input samples give. */
  readonly phase: number;
  readonly up: number;
  readonly down: number;
  readonly halfTaps: number;
}

/** Tap j multiplies the sample j - halfTaps behind the first of the `down`. */
function createFilter({ phase, up, down, halfTaps }: FilterPlace): Float64Array {
  const bandwidth = Math.min(down, up) * rolloff;
  return Float64Array.from({ length: 2 * halfTaps + down }, (_, tap) => {
    const distance = ((tap - halfTaps) / down - phase / up) * bandwidth;
    if (Math.abs(distance) >= crossings) return 0;
    const angle = Math.PI * distance;
    const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
    return sinc * Math.cos(angle / crossings / 2) ** 2 * (bandwidth / down);
  });
}
