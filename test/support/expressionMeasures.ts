import { measureLevel } from '../../server/src/audio/level.ts';
import { trimSilence } from './trimSilence.ts';
import { measurePitchHz } from './pitch.ts';

/** How a sentence sounds as a whole. */
export interface ExpressionMeasures {
  /** Mean pitch of the voiced frames, in semitones above 1 Hz. */
  readonly pitchSemitones: number;
  /** Between the tenth and the ninetieth percentile of the pitch. */
  readonly rangeSemitones: number;
  /** From the first audible sample to the last. */
  readonly durationMs: number;
  readonly levelDb: number;
  /** Share of the frames that are voiced. */
  readonly voicedShare: number;
}

export function measureExpression(samples: Float32Array, sampleRateHz: number): ExpressionMeasures {
  const sound = trimSilence(samples, sampleRateHz);
  const { frames } = measurePitchHz(sound, sampleRateHz);
  const voiced = frames.filter((hz) => hz !== null).map((hz) => 12 * Math.log2(hz));
  const sorted = voiced.toSorted((a, b) => a - b);
  const percentile = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
  return {
    pitchSemitones: voiced.reduce((sum, value) => sum + value, 0) / voiced.length,
    rangeSemitones: percentile(0.9) - percentile(0.1),
    durationMs: (sound.length / sampleRateHz) * 1000,
    levelDb: measureLevel(sound).rmsDb,
    voicedShare: voiced.length / frames.length,
  };
}
