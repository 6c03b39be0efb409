import type { WordTime } from '../../../../../protocol/synthesis.ts';
import type { SpokenRange } from './phonemeProsody.ts';

/** One unit of duration is 600 samples at 24 kHz. */
export const unitMs = 25;

/**
 * The sound leads the model's durations by about 50 ms (see contourFrames.ts). Half of it is taken off here, so that
 * times stay within 30 ms of the durations and near what is heard for every sound: fricatives lead by 10 ms only.
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
