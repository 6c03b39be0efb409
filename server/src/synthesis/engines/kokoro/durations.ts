/**
 * Rounds the model's durations to whole units as the published graph does where nothing is asked, and elsewhere so
 * that the sum keeps what was asked: what rounding takes from one phoneme is given to the next ones.
 *
 * The reference is the published rounding, so a factor on the whole utterance changes its length by that factor. A
 * phoneme is never shorter than one unit; what that costs is taken from the phonemes around it.
 *
 * @param predicted  units of 25 ms before rounding, one per phoneme
 * @param factors    what each phoneme's duration is multiplied by; 1 leaves it
 * @returns          whole units, each at least 1
 */
export function planDurations(predicted: Float32Array, factors: readonly number[]): number[] {
  let owed = 0;
  return Array.from(predicted, (value, index) => {
    const neutral = Math.max(1, roundHalfToEven(value));
    const factor = factors[index] ?? 1;
    const wanted = neutral * factor + owed;
    const units = factor === 1 && Math.abs(owed) < 0.5 ? neutral : Math.max(1, Math.round(wanted));
    owed = Math.max(-maxDebtUnits, wanted - units);
    return units;
  });
}

/** A debt that long runs of shortest phonemes pile up is not taken from one long phoneme far behind them. */
const maxDebtUnits = 10;

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
