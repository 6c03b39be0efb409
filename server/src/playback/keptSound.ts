import { decodePcm, encodePcm16 } from '../audio/pcm.ts';
import type { SynthesisChunk, WordTime } from '../../../protocol/synthesis.ts';

/** The last minutes of a spoken text, so that going back needs no new synthesis. Samples count from its beginning. */
export interface KeptSound {
  /** Chunks come in order, each where the last one ended. */
  append(chunk: SynthesisChunk): void;
  /** Number of the first sample that is still there. */
  startSample(): number;
  /** Number of the sample after the last one. */
  endSample(): number;
  /** @returns at most `count` samples from number `start` on, empty where there are none */
  read(start: number, count: number): Float32Array;
  /** Words that begin in `[fromMs, toMs)`. */
  wordsBetween(fromMs: number, toMs: number): WordTime[];
  /** The word being said at this time. */
  wordAt(timeMs: number): WordTime | undefined;
  /** The first word that ends after this offset of the source text, as far as it was said. */
  wordAtOffset(offset: number): WordTime | undefined;
}

interface KeptChunk {
  readonly startSample: number;
  readonly sampleCount: number;
  /** As int16, half the size; what a device plays has no more. */
  readonly bytes: Uint8Array;
  readonly words: readonly WordTime[];
}

/** @param keptSamples  how much is kept at least, as far as there was so much; the chunk in use is always kept whole */
export function createKeptSound(keptSamples: number): KeptSound {
  const chunks: KeptChunk[] = [];
  let endSample = 0;
  const startSample = (): number => chunks[0]?.startSample ?? endSample;
  const words = (): WordTime[] => chunks.flatMap((chunk) => chunk.words);
  return {
    append({ samples, words: spoken }) {
      const sampleCount = samples.length;
      chunks.push({ startSample: endSample, sampleCount, bytes: encodePcm16(samples), words: spoken });
      endSample += sampleCount;
      while (chunks[1] !== undefined && chunks[1].startSample <= endSample - keptSamples) chunks.shift();
    },
    startSample,
    endSample: () => endSample,
    read(start, count) {
      const chunk = chunks.find(
        (kept) => start >= kept.startSample && start < kept.startSample + kept.sampleCount,
      );
      if (chunk === undefined) return new Float32Array(0);
      const first = start - chunk.startSample;
      return decodePcm(chunk.bytes.subarray(2 * first, 2 * (first + count)), 'int16');
    },
    wordsBetween: (fromMs, toMs) => words().filter(({ startMs }) => startMs >= fromMs && startMs < toMs),
    wordAt: (timeMs) => words().findLast(({ startMs, endMs }) => startMs <= timeMs && endMs > timeMs),
    wordAtOffset: (offset) => words().find(({ endOffset }) => endOffset > offset),
  };
}
