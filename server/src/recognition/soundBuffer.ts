import { voiceActivityFrameSamples } from './vad/voiceActivityDetector.ts';
import type { FrameBlock } from './wholeFrames.ts';

/** Holds the sound that may still become a segment. */
export interface SoundBuffer {
  append(block: FrameBlock): void;
  /** How many samples the source has given. */
  heardSamples(): number;
  /** Where a frame begins, in samples; the end of the source for frames that reach beyond it. */
  toSamples(frameIndex: number): number;
  /** `[startSample, endSample)` of what is held now; what is appended or dropped later does not change it. */
  view(startSample: number, endSample: number): SoundView;
  dropBefore(frameIndex: number): void;
}

export interface SoundView {
  readonly length: number;
  /** Copies the samples. */
  read(): Float32Array;
}

export function createSoundBuffer(): SoundBuffer {
  let blocks: readonly HeldBlock[] = [];
  let heardSamples = 0;
  return {
    append(block) {
      // A copy, so that a long chunk of the source is not held for the sake of its last block.
      blocks = [...blocks, { firstSample: heardSamples, samples: block.samples.slice() }];
      heardSamples += block.heardSamples;
    },
    heardSamples: () => heardSamples,
    toSamples: (frameIndex) => Math.min(frameIndex * voiceActivityFrameSamples, heardSamples),
    view(startSample, endSample) {
      const held = blocks;
      const length = endSample - startSample;
      return { length, read: () => copyRange(held, startSample, length) };
    },
    dropBefore(frameIndex) {
      const firstNeeded = frameIndex * voiceActivityFrameSamples;
      blocks = blocks.filter(({ firstSample, samples }) => firstSample + samples.length > firstNeeded);
    },
  };
}

interface HeldBlock {
  /** Its place in the source. */
  readonly firstSample: number;
  readonly samples: Float32Array;
}

function copyRange(blocks: readonly HeldBlock[], start: number, length: number): Float32Array {
  const copy = new Float32Array(length);
  for (const { firstSample, samples } of blocks) {
    const from = Math.max(0, start - firstSample);
    const to = Math.min(samples.length, start + length - firstSample);
    if (from < to) copy.set(samples.subarray(from, to), firstSample + from - start);
  }
  return copy;
}
