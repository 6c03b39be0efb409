import type { SynthesisChunk, WordTime } from '../../../protocol/synthesis.ts';
import { createSpeechLimiter } from './speechLimiter.ts';
import type { SpeechUnit } from './speechUnits.ts';
import type { SynthesizedUtterance } from './synthesizer.ts';
import { trimSilence } from './trimSilence.ts';

/** Puts the sounds of units behind each other, with pauses between them. */
export interface ChunkJoiner {
  /** @returns the unit's chunk, beginning with the pause after the one before; null for a unit without sound */
  join(unit: SpeechUnit, utterance: SynthesizedUtterance): SynthesisChunk | null;
  /** Nothing was heard so far. */
  isEmpty(): boolean;
}

/** @param rateFactor  pauses shrink with it */
export function createChunkJoiner(sampleRateHz: number, rateFactor: number): ChunkJoiner {
  const position = { samples: 0, pauseMs: 0 };
  const toMs = (sampleCount: number): number => (sampleCount / sampleRateHz) * 1000;

  return {
    isEmpty: () => position.samples === 0,

    join(unit, { samples, words }) {
      const sound = trimSilence(samples, sampleRateHz);
      if (sound.samples.length === 0) {
        position.pauseMs = Math.max(position.pauseMs, unit.pauseMs);
        return null;
      }
      const isFirst = position.samples === 0;
      const pauseSamples = isFirst ? 0 : Math.round((position.pauseMs / rateFactor / 1000) * sampleRateHz);
      const joined = new Float32Array(pauseSamples + sound.samples.length);
      joined.set(limit(sound.samples, sampleRateHz), pauseSamples);
      const startMs = toMs(position.samples);
      const place = {
        offset: unit.startOffset,
        shiftMs: startMs + toMs(pauseSamples - sound.cutSamples),
        leastMs: startMs + toMs(pauseSamples),
        mostMs: startMs + toMs(joined.length),
      };
      position.samples += joined.length;
      position.pauseMs = unit.pauseMs;
      return {
        samples: joined,
        sampleRateHz,
        startMs,
        words: words.map((word) => placeWord(word, place)),
        startOffset: unit.startOffset,
        endOffset: unit.endOffset,
      };
    },
  };
}

interface Place {
  readonly offset: number;
  readonly shiftMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

function placeWord(word: WordTime, { offset, shiftMs, leastMs, mostMs }: Place): WordTime {
  const within = (timeMs: number): number => Math.min(Math.max(timeMs + shiftMs, leastMs), mostMs);
  return {
    text: word.text,
    startOffset: word.startOffset + offset,
    endOffset: word.endOffset + offset,
    startMs: within(word.startMs),
    endMs: within(word.endMs),
  };
}

/** Units begin and end in silence, so each is limited by itself. */
function limit(samples: Float32Array, sampleRateHz: number): Float32Array {
  const limiter = createSpeechLimiter(sampleRateHz);
  const limited = new Float32Array(samples.length);
  const start = limiter.push(samples);
  limited.set(start);
  limited.set(limiter.flush(), start.length);
  return limited;
}
