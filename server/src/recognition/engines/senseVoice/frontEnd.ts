import { applyCmvn, type Cmvn } from '../../../audio/cmvn.ts';
import { createFbank } from '../../../audio/fbank.ts';
import { finiteSamples } from '../../../audio/finiteSamples.ts';
import { stackFrames } from '../../../audio/lowFrameRate.ts';

/** From one stacked frame to the next. */
export const frameMs = 60;

/**
 * What SenseVoice hears: log-mel features, seven frames stacked every six, brought to the mean and variance of its
 * training.
 *
 * @returns  samples, mono 16 kHz in [-1, 1], to row-major [T, 560]; T = 0 below 25 ms. A sample that is no number is
 *           silent; it would be all that is heard of the utterance.
 */
export function createFrontEnd(cmvn: Cmvn): (samples: Float32Array) => Float32Array {
  const fbank = createFbank();
  return (samples) => {
    const features = stackFrames(fbank.compute(finiteSamples(samples)), {
      dimension: fbank.melCount,
      windowFrames: 7,
      strideFrames: 6,
    });
    applyCmvn(features, cmvn);
    return features;
  };
}
