import { fadeIn, fadeOut } from './fade.ts';
import { joinSamples } from './joinSamples.ts';

const toneMs = 80;
/** Long enough that no click is heard. */
const fadeMs = 12;
/** -18 dB: beside speech it is heard, and nobody is startled. */
const peak = 0.125;

/**
 * A signal of pure tones, one after the other.
 *
 * @param frequenciesHz  below half the sample rate
 * @returns mono, 80 ms a tone
 */
export function createEarcon(frequenciesHz: readonly number[], sampleRateHz: number): Float32Array {
  return joinSamples(frequenciesHz.map((frequencyHz) => createTone(frequencyHz, sampleRateHz)));
}

function createTone(frequencyHz: number, sampleRateHz: number): Float32Array {
  const tone = new Float32Array(Math.round((toneMs * sampleRateHz) / 1000));
  for (let index = 0; index < tone.length; index += 1) {
    tone[index] = peak * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz);
  }
  const fadeSamples = Math.round((fadeMs * sampleRateHz) / 1000);
  fadeIn(tone, fadeSamples);
  fadeOut(tone, fadeSamples);
  return tone;
}
