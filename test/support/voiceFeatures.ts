import { measurePitchHz } from './pitch.ts';

/**
 * What tells speakers apart, whatever they say: mean pitch in steps of two semitones, and the long-term average
 * spectrum in 24 bands from 100 to 8000 Hz, in steps of 12 dB around its own mean.
 */
export function measureVoice(samples: Float32Array, sampleRateHz: number): readonly number[] {
  const voiced = measurePitchHz(samples, sampleRateHz).frames.filter((hz) => hz !== null);
  const pitch = voiced.reduce((sum, hz) => sum + 12 * Math.log2(hz), 0) / voiced.length;
  const bandsDb = Array.from({ length: bandCount }, (_, band) => {
    const frequency = 100 * 80 ** (band / (bandCount - 1));
    return 10 * Math.log10(meanPower(samples, frequency / sampleRateHz) + 1e-12);
  });
  const mean = bandsDb.reduce((sum, db) => sum + db, 0) / bandCount;
  return [pitch / 2, ...bandsDb.map((db) => (db - mean) / 12)];
}

export function voiceDistance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0));
}

const bandCount = 24;
const frameSamples = 512;

/** Of one frequency, in cycles a sample, over Hann windows: Goertzel's algorithm. */
function meanPower(samples: Float32Array, frequency: number): number {
  const coefficient = 2 * Math.cos(2 * Math.PI * frequency);
  let power = 0;
  let frameCount = 0;
  for (let start = 0; start + frameSamples <= samples.length; start += frameSamples) {
    let [last, beforeLast] = [0, 0];
    for (let index = 0; index < frameSamples; index += 1) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / frameSamples);
      const next = (samples[start + index] ?? 0) * window + coefficient * last - beforeLast;
      [beforeLast, last] = [last, next];
    }
    power += last ** 2 + beforeLast ** 2 - coefficient * last * beforeLast;
    frameCount += 1;
  }
  return power / frameCount;
}
