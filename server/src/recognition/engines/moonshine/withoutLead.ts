import { recognitionSampleRateHz } from '../../recognizer.ts';

/** 10 ms. */
const frameSamples = recognitionSampleRateHz / 100;

/** Of what is before the first sound so much stays: a beginning may be soft. */
const keptSamples = recognitionSampleRateHz / 10;

/** Softer than the loudest frame by 30 dB is no sound. */
const soundShare = 10 ** (-30 / 20);

/** @param samples  mono 16 kHz; unchanged. @returns a view of it that begins 100 ms before the first sound */
export function withoutLead(samples: Float32Array): Float32Array {
  const levels: number[] = [];
  for (let at = 0; at + frameSamples <= samples.length; at += frameSamples) {
    levels.push(Math.hypot(...samples.subarray(at, at + frameSamples)));
  }
  const loudest = Math.max(0, ...levels);
  const first = levels.findIndex((level) => level > soundShare * loudest);
  return samples.subarray(Math.max(0, first * frameSamples - keptSamples));
}
