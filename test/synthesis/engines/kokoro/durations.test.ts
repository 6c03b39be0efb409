import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  planDurations,
  type DurationChange,
} from '../../../../server/src/synthesis/engines/kokoro/durations.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const vowel = (factor: number): DurationChange => ({ factor, isConsonant: false });
const consonant = (factor: number): DurationChange => ({ factor, isConsonant: true });

/** @param predicted  units of vowels */
function check(predicted: number[], factor: number, expected: number[]): void {
  expect(
    planDurations(
      Float32Array.from(predicted),
      predicted.map(() => vowel(factor)),
    ),
  ).toEqual(expected);
}

describe('planDurations', () => {
  it('rounds as the published graph where nothing is asked: half to even, at least 1', () => {
    check([0.2, 1.5, 2.5, 2.6, 14.4], 1, [1, 2, 2, 3, 14]);
  });

  it('hands on what rounding takes', () => {
    check([1, 1, 1, 1], 1.5, [2, 1, 2, 1]);
    check([4, 4, 4], 1 / 1.3, [3, 3, 3]);
  });

  it('takes the cost of shortest phonemes from the ones around them', () => {
    check([1, 1, 8], 0.5, [1, 1, 3]);
  });

  it('takes from a vowel what the consonant before it kept', () => {
    const predicted = Float32Array.from([4, 6]);
    expect(planDurations(predicted, [consonant(0.5), vowel(0.5)])).toEqual([3, 2]);
    expect(planDurations(predicted, [consonant(0.8), vowel(0.8)])).toEqual([4, 4]);
    expect(planDurations(predicted, [consonant(1.5), vowel(1.5)])).toEqual([5, 10]);
  });

  it('keeps the asked length for any speech that has room for it', () => {
    const phoneme = fc.record({
      predicted: fc.double({ min: 2, max: 6, noNaN: true }),
      isConsonant: fc.boolean(),
    });
    const speech = fc.array(phoneme, { minLength: 40, maxLength: 200 });
    fc.assert(
      fc.property(speech, fc.double({ min: 0.7, max: 2, noNaN: true }), (phonemes, factor) => {
        // Speech does not go on without a vowel or a pause.
        const sounds = phonemes.flatMap((sound) => [sound, { ...sound, isConsonant: false }]);
        const durations = Float32Array.from(sounds, ({ predicted }) => predicted);
        const plan = (by: number): number[] =>
          planDurations(
            durations,
            sounds.map(({ isConsonant }) => ({ factor: by, isConsonant })),
          );
        const asked = plan(factor);
        expect(Math.abs(sum(asked) / sum(plan(1)) / factor - 1)).toBeLessThan(0.02);
        expect(Math.min(...asked)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('changes only the phonemes it is asked to, and pays its rounding back at once', () => {
    const predicted = Float32Array.from([3, 3, 3, 3, 3, 3]);
    const planned = planDurations(predicted, [1, 1, 1.5, 1.5, 1, 1].map(vowel));
    expect(planned.slice(0, 2)).toEqual([3, 3]);
    expect(sum(planned)).toBe(21);
  });
});
