import { createMersenneTwister } from './mersenneTwister.ts';

/**
 * The normal noise that PyTorch draws on a CPU from a seed: what a model was trained or released with, sample by sample.
 *
 * @param count  of values; a multiple of 16, as PyTorch draws the rest of others anew
 * @returns      mean 0, deviation 1; equal to `torch.randn` to 1e-6
 * @throws       RangeError for another count
 * Source: PyTorch ATen/native/cpu/DistributionTemplates.h, normal_fill (Box and Muller, 1958, in blocks of 16).
 */
export function createTorchNoise(seed: number, count: number): Float32Array {
  if (count % 16 !== 0) throw new RangeError(`${count} values are no whole blocks of 16.`);
  const nextInteger = createMersenneTwister(seed);
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = (nextInteger() & 0xff_ffff) / 2 ** 24;
  for (let start = 0; start < count; start += 16) {
    for (let index = start; index < start + 8; index++) {
      // In single precision, as PyTorch computes them.
      const radius = Math.fround(Math.sqrt(Math.fround(-2 * Math.fround(Math.log(1 - values[index])))));
      const angle = Math.fround(Math.fround(2 * Math.PI) * values[index + 8]);
      values[index] = radius * Math.cos(angle);
      values[index + 8] = radius * Math.sin(angle);
    }
  }
  return values;
}
