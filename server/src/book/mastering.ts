import { createLimiter } from '../audio/limiter.ts';

/**
 * What shops ask of an audiobook: -23 to -18 dB on average, no peak above -3 dB, half a second to one of silence before
 * the words and one to five behind them. Source: ACX Audio Submission Requirements.
 */
const averageDb = -20;
/** A little below, for what a lossy format adds. */
const ceilingDb = -3.5;
const headMs = 750;
const tailMs = 2000;
/** More would be made of noise, not of words. */
const mostGainDb = 24;
/** What stands out further than this allows is strokes, not words. */
const mostGivenBackDb = 6;

/** How loud a chapter is, and how long. */
export interface Loudness {
  /** Root mean square of all samples, in dB below full scale; -Infinity for silence. */
  readonly rmsDb: number;
  readonly sampleCount: number;
}

export interface LoudnessMeter {
  push(samples: Float32Array): void;
  read(): Loudness;
}

export function createLoudnessMeter(): LoudnessMeter {
  let energy = 0;
  let sampleCount = 0;
  return {
    push(samples) {
      for (const sample of samples) energy += sample * sample;
      sampleCount += samples.length;
    },
    read: () => ({ rmsDb: 10 * Math.log10(energy / Math.max(1, sampleCount)), sampleCount }),
  };
}

export interface Mastering {
  readonly gainDb: number;
  /** Of what comes out. */
  readonly sampleCount: number;
  /** Silence before the first sample of what came in. */
  readonly headMs: number;
  /** @param samples  as they were measured, mono; read once */
  apply(samples: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array, void, undefined>;
}

/** A chapter, mono, that can be read more than once. */
export interface MeasuredSound {
  readonly loudness: Loudness;
  readonly sampleRateHz: number;
  read(): AsyncIterable<Float32Array>;
}

/**
 * Makes a chapter as loud as a shop wants it, with silence around it. What the limiter takes from high peaks is heard
 * first and given back by a higher gain. The same sound gives the same samples.
 */
export async function fitMastering(sound: MeasuredSound, signal: AbortSignal): Promise<Mastering> {
  const { loudness, sampleRateHz } = sound;
  const first = createMastering(loudness, sampleRateHz);
  const meter = createLoudnessMeter();
  for await (const samples of first.apply(sound.read())) {
    signal.throwIfAborted();
    meter.push(samples);
  }
  const lostDb = averageDb - meter.read().rmsDb;
  if (first.gainDb >= mostGainDb || !Number.isFinite(lostDb) || lostDb <= 0) return first;
  const givenBackDb = Math.min(mostGivenBackDb, lostDb);
  return createMastering({ ...loudness, rmsDb: loudness.rmsDb - givenBackDb }, sampleRateHz);
}

function createMastering({ rmsDb, sampleCount }: Loudness, sampleRateHz: number): Mastering {
  const samplesOf = (ms: number): number => Math.round((ms * sampleRateHz) / 1000);
  const around = samplesOf(headMs) + samplesOf(tailMs);
  // The silence counts, as shops measure the whole file.
  const dilutionDb = 10 * Math.log10(sampleCount / Math.max(1, sampleCount + around));
  const gainDb = Number.isFinite(rmsDb) ? Math.min(mostGainDb, averageDb - rmsDb - dilutionDb) : 0;
  const gain = 10 ** (gainDb / 20);
  return {
    gainDb,
    sampleCount: sampleCount + around,
    headMs,
    async *apply(samples) {
      const limiter = createLimiter({
        ceiling: 10 ** (ceilingDb / 20),
        lookAheadSamples: samplesOf(5),
        releaseSamples: samplesOf(60),
      });
      yield new Float32Array(samplesOf(headMs));
      for await (const chunk of samples) yield limiter.push(chunk.map((sample) => sample * gain));
      yield limiter.flush();
      yield new Float32Array(samplesOf(tailMs));
    },
  };
}
