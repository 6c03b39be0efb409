import type { WordTime } from '../../../../../protocol/synthesis.ts';
import type { SpokenRange } from './phonemeProsody.ts';

/** One unit of duration is 600 samples at 24 kHz. */
export const unitMs = 25;

/**
 * The sound leads the model's durations. Measured as energy onset after a pause minus start of the word's first
 * phoneme, 32 words each by four voices: median -50 to -65 ms; fricatives -10, plosives -45, vowels -60. Half of the
 * median is taken off here, so that times stay within 30 ms of the durations and near the onset for every sound.
 */
const soundLeadMs = 25;

/**
 * @param units  of every phoneme, boundaries counted in
 * @returns      one for each token that is said, in order, not overlapping
 */
export function toWordTimes(spoken: readonly SpokenRange[], units: readonly number[]): WordTime[] {
  let sum = 0;
  const startsMs = [0, ...units.map((count) => (sum += count * unitMs))];
  const timeOf = (phoneme: number): number =>
    Math.max(0, (startsMs[phoneme + 1] ?? sum * unitMs) - soundLeadMs);
  return spoken
    .filter(({ range }) => range.end > range.start)
    .map(({ token, range }) => ({
      text: token.text,
      startOffset: token.startOffset,
      endOffset: token.endOffset,
      startMs: timeOf(range.start),
      endMs: timeOf(range.end),
    }));
}
