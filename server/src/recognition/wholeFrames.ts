import { voiceActivityFrameSamples } from './vad/voiceActivityDetector.ts';

/** A few frames of a recording. */
export interface FrameBlock {
  /** Whole frames, at most half a second of them. */
  readonly samples: Float32Array;
  /** How many samples are of the source; what follows them is silence. */
  readonly heardSamples: number;
}

/** Whole frames from chunks of any length, as soon as they are there; the last one is filled up with silence. */
export async function* toWholeFrames(
  chunks: AsyncIterable<Float32Array>,
): AsyncGenerator<FrameBlock, void, undefined> {
  let pending = new Float32Array(0);
  for await (const chunk of chunks) {
    let samples = concatenate(pending, chunk);
    while (samples.length >= voiceActivityFrameSamples) {
      const length = Math.min(maxBlockSamples, samples.length - (samples.length % voiceActivityFrameSamples));
      yield { samples: samples.subarray(0, length), heardSamples: length };
      samples = samples.subarray(length);
    }
    pending = samples.slice();
  }
  if (pending.length > 0) {
    const samples = new Float32Array(voiceActivityFrameSamples);
    samples.set(pending);
    yield { samples, heardSamples: pending.length };
  }
}

/** Half a second: long enough that calls across a process cost nothing, short enough to be answered at once. */
const maxBlockSamples = 16 * voiceActivityFrameSamples;

function concatenate(first: Float32Array, second: Float32Array): Float32Array<ArrayBuffer> {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
