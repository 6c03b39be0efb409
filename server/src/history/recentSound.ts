import { encodePcm16 } from '../audio/pcm.ts';

/** Sound on its way, the last of which is remembered. */
export interface RecentSound {
  /** What was given, unchanged; to be read once. */
  readonly samples: AsyncIterable<Float32Array>;
  /**
   * @param startMs  from the start of the sound, as `endMs`
   * @returns        signed 16-bit little-endian, what was read of the range and is remembered
   */
  take(startMs: number, endMs: number): Uint8Array;
}

export interface RecentSoundOptions {
  readonly sampleRateHz: number;
  /** How much is remembered: as much as is asked for later, and what is read meanwhile. */
  readonly keptMs: number;
}

/** @param source  mono in [-1, 1], in chunks of any size */
export function rememberSound(
  source: AsyncIterable<Float32Array>,
  { sampleRateHz, keptMs }: RecentSoundOptions,
): RecentSound {
  const limitSamples = toSamples(keptMs, sampleRateHz);
  const kept: Uint8Array[] = [];
  let keptSamples = 0;
  let readSamples = 0;

  const remember = (chunk: Float32Array): void => {
    kept.push(encodePcm16(chunk));
    keptSamples += chunk.length;
    readSamples += chunk.length;
    for (let [oldest] = kept; oldest !== undefined; [oldest] = kept) {
      if (keptSamples - oldest.length / 2 < limitSamples) return;
      kept.shift();
      keptSamples -= oldest.length / 2;
    }
  };

  return {
    samples: {
      async *[Symbol.asyncIterator]() {
        for await (const chunk of source) {
          remember(chunk);
          yield chunk;
        }
      },
    },
    take(startMs, endMs) {
      const firstKept = readSamples - keptSamples;
      const start = Math.max(0, toSamples(startMs, sampleRateHz) - firstKept);
      const end = Math.max(start, toSamples(endMs, sampleRateHz) - firstKept);
      return Buffer.concat(kept).subarray(2 * start, 2 * end);
    },
  };
}

function toSamples(durationMs: number, sampleRateHz: number): number {
  return Math.round((durationMs * sampleRateHz) / 1000);
}
