import { createSilenceTrimmer } from '../../server/src/synthesis/silenceTrimmer.ts';

/** A sound without the silence at both ends. */
export function trimSilence(samples: Float32Array, sampleRateHz: number): Float32Array {
  return createSilenceTrimmer(sampleRateHz).end(samples);
}
