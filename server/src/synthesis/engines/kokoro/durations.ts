/** What is asked of one phoneme's duration. */
export interface DurationChange {
  /** What the duration is multiplied by; 1 leaves it. */
  readonly factor: number;
  /** A consonant keeps more of its own duration; the vowel or pause after it makes up for that. */
  readonly isConsonant: boolean;
}

/**
 * Rounds the model's durations to whole units as the published graph does where nothing is asked, and elsewhere so
 * that the sum keeps what was asked.
 *
 * The reference is the published rounding, so a factor on the whole utterance changes its length by that factor.
 * Speakers in a hurry shorten vowels and pauses more than consonants, which tell words apart (T. Gay, "Mechanisms in
 * the control of speech rate", 1981): a consonant changes by the square root of the factor and is rounded by itself,
 * and what that leaves is given to the next vowel or pause. A phoneme is never shorter than one unit, a vowel or pause
 * never shorter than half of what was asked; what that costs is taken from the phonemes behind it.
 *
 * @param predicted  units of 25 ms before rounding, one per phoneme
 * @param changes    one per phoneme; absent: nothing is asked
 * @returns          whole units, each at least 1
 */
export function planDurations(predicted: Float32Array, changes: readonly DurationChange[] = []): number[] {
  let owed = 0;
  return Array.from(predicted, (value, index) => {
    const neutral = Math.max(1, roundHalfToEven(value));
    const { factor, isConsonant } = changes[index] ?? unchanged;
    const asked = neutral * factor;
    const units = isConsonant
      ? Math.max(1, Math.round(neutral * factor ** consonantShare))
      : Math.max(1, Math.ceil(asked / 2), Math.round(asked + owed));
    owed = Math.max(-maxDebtUnits, owed + asked - units);
    return units;
  });
}

const unchanged: DurationChange = { factor: 1, isConsonant: false };

/** Exponent of the factor that a consonant takes. */
const consonantShare = 0.5;

/** A debt that long runs of shortest phonemes pile up is not taken from one long phoneme far behind them. */
const maxDebtUnits = 10;

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
