import type { SynthesisChunk, WordTime } from '../../../protocol/synthesis.ts';
import { joinSamples } from '../audio/joinSamples.ts';
import { createSilenceTrimmer } from './silenceTrimmer.ts';
import { createSpeechLimiter } from './speechLimiter.ts';
import type { SpeechUnit } from './speechUnits.ts';
import type { SynthesizedUtterance } from './synthesizer.ts';

/** Puts the sounds of units behind each other, with pauses between them. */
export interface ChunkJoiner {
  /** The next unit, of which sound may come piece by piece. */
  begin(unit: SpeechUnit): UnitJoiner;
  /** @returns the unit's chunk, beginning with the pause after the one before; null for a unit without sound */
  join(unit: SpeechUnit, utterance: SynthesizedUtterance): SynthesisChunk | null;
  /** Nothing was heard so far. */
  isEmpty(): boolean;
}

/** Every chunk names the whole unit; together they are what `join` makes of it. */
export interface UnitJoiner {
  /** @returns what is complete by now; null: nothing */
  push(samples: Float32Array): SynthesisChunk | null;
  /** @param utterance  what follows the pieces, and the words of all */
  end(utterance: SynthesizedUtterance): SynthesisChunk | null;
}

/** @param rateFactor  pauses shrink with it */
export function createChunkJoiner(sampleRateHz: number, rateFactor: number): ChunkJoiner {
  const position = { samples: 0, pauseMs: 0 };
  const toMs = (sampleCount: number): number => (sampleCount / sampleRateHz) * 1000;

  function begin(unit: SpeechUnit): UnitJoiner {
    const trimmer = createSilenceTrimmer(sampleRateHz);
    // Units begin and end in silence, so each is limited by itself.
    const limiter = createSpeechLimiter(sampleRateHz);
    /** In the whole; null before it is heard. */
    let soundStart: number | null = null;

    function place(sound: Float32Array, words: readonly WordTime[]): SynthesisChunk | null {
      if (sound.length === 0) return null;
      const isFirst = position.samples === 0;
      const pauseMs = isFirst || soundStart !== null ? 0 : position.pauseMs / rateFactor;
      const pauseSamples = Math.round((pauseMs / 1000) * sampleRateHz);
      const startMs = toMs(position.samples);
      soundStart ??= position.samples + pauseSamples;
      const samples = joinSamples([new Float32Array(pauseSamples), sound]);
      position.samples += samples.length;
      const wordPlace = {
        offset: unit.startOffset,
        shiftMs: toMs(soundStart - trimmer.cutSamples()),
        leastMs: toMs(soundStart),
        mostMs: toMs(position.samples),
      };
      return {
        samples,
        sampleRateHz,
        startMs,
        words: words.map((word) => placeWord(word, wordPlace)),
        startOffset: unit.startOffset,
        endOffset: unit.endOffset,
      };
    }

    return {
      push: (samples) => place(limiter.push(trimmer.push(samples)), []),
      end({ samples, words }) {
        const rest = limiter.push(trimmer.end(samples));
        const chunk = place(joinSamples([rest, limiter.flush()]), words);
        position.pauseMs = soundStart === null ? Math.max(position.pauseMs, unit.pauseMs) : unit.pauseMs;
        return chunk;
      },
    };
  }

  return {
    begin,
    join: (unit, utterance) => begin(unit).end(utterance),
    isEmpty: () => position.samples === 0,
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
