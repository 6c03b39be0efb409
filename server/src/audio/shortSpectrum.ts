/**
 * Transforms of 16 samples every 4, under a Hann window, the sound mirrored by 8 at both ends: what CosyVoice's vocoder
 * reads its source as, and says its sound in.
 *
 * @param sound  n samples, n a multiple of 4 and at least 12
 * @returns      row-major [18, n / 4 + 1]: nine real parts, nine imaginary ones
 * Source: torch.stft with `center`, n_fft 16 and hop 4
 */
export function analyzeShort(sound: Float32Array): Float32Array {
  const frameCount = sound.length / hop + 1;
  const spectrum = new Float32Array(2 * binCount * frameCount);
  for (let frame = 0; frame < frameCount; frame += 1) {
    for (let row = 0; row < 2 * binCount; row += 1) {
      let sum = 0;
      for (let position = 0; position < length; position += 1) {
        const at = mirrored(frame * hop + position - length / 2, sound.length);
        sum += (waves[row * length + position] ?? 0) * windowAt(position) * (sound[at] ?? 0);
      }
      spectrum[row * frameCount + frame] = sum;
    }
  }
  return spectrum;
}

/** What `synthesizeShort` is given: row-major [9, m]. Magnitudes above 100 count as 100. */
export interface ShortSpectrum {
  readonly magnitudes: Float32Array;
  /** In radians. */
  readonly phases: Float32Array;
}

/**
 * The way back: [4 (m - 1)].
 *
 * Source: torch.istft with `center`, and CosyVoice's generator.py, _istft (the greatest magnitude)
 */
export function synthesizeShort({ magnitudes, phases }: ShortSpectrum): Float32Array {
  const frameCount = magnitudes.length / binCount;
  const padded = new Float64Array(hop * (frameCount - 1) + length);
  const weights = new Float64Array(padded.length);
  for (let frame = 0; frame < frameCount; frame += 1) {
    for (let bin = 0; bin < binCount; bin += 1) {
      const at = bin * frameCount + frame;
      const isSingle = bin === 0 || bin === binCount - 1;
      const level = (Math.min(magnitudes[at] ?? 0, mostMagnitude) * (isSingle ? 1 : 2)) / length;
      const real = level * Math.cos(phases[at] ?? 0);
      const imaginary = level * Math.sin(phases[at] ?? 0);
      for (let position = 0; position < length; position += 1) {
        const value =
          real * (waves[bin * length + position] ?? 0) +
          imaginary * (waves[(binCount + bin) * length + position] ?? 0);
        padded[frame * hop + position] += value * windowAt(position);
      }
    }
    for (let position = 0; position < length; position += 1)
      weights[frame * hop + position] += windowAt(position) ** 2;
  }
  const inner = padded.subarray(length / 2, padded.length - length / 2);
  return Float32Array.from(inner, (sum, index) => sum / (weights[index + length / 2] ?? 1));
}

const length = 16;
const hop = 4;
const binCount = length / 2 + 1;
const mostMagnitude = 100;

/** Row-major [18, 16]: cosines, then sines turned around. */
const waves = Float64Array.from({ length: 2 * binCount * length }, (_, index) => {
  const row = Math.floor(index / length);
  const angle = (2 * Math.PI * (row % binCount) * (index % length)) / length;
  return row < binCount ? Math.cos(angle) : -Math.sin(angle);
});

/** Hann's, of one period. */
function windowAt(position: number): number {
  return hann[position] ?? 0;
}

const hann = Float64Array.from(
  { length },
  (_, position) => 0.5 - 0.5 * Math.cos((2 * Math.PI * position) / length),
);

/** Where a place before or behind the sound is taken from. */
function mirrored(place: number, count: number): number {
  return place < 0 ? -place : place < count ? place : 2 * (count - 1) - place;
}
