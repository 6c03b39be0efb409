import { isSameWord, type WrittenWord } from './writtenWords.ts';

/**
 * How many words at the beginning of a hypothesis say what the committed words say; the rest continues them. Where
 * both begin alike that is their number. Where they differ it is the number with the fewest words added, left out or
 * replaced; among equals the one whose last word is the last committed word, then the one nearest to the number of
 * committed words.
 *
 * Time grows with the product of both lengths.
 */
export function continuationStart(
  committed: readonly WrittenWord[],
  hypothesis: readonly WrittenWord[],
): number {
  const last = committed.at(-1);
  if (last === undefined) return 0;
  const edits = editCounts(committed, hypothesis);
  const rank = (length: number): readonly number[] => {
    const end = hypothesis[length - 1];
    const endsAlike = end !== undefined && isSameWord(end, last);
    return [edits[length] ?? Infinity, endsAlike ? 0 : 1, Math.abs(length - committed.length)];
  };
  return [...edits.keys()].reduce((best, length) => (isBefore(rank(length), rank(best)) ? length : best), 0);
}

/** Words to edit to make `committed` of the first `length` words of `hypothesis`, for each length. */
function editCounts(committed: readonly WrittenWord[], hypothesis: readonly WrittenWord[]): number[] {
  let row = Array.from({ length: hypothesis.length + 1 }, (_unused, length) => length);
  for (const word of committed) {
    const next = [(row[0] ?? 0) + 1];
    for (const [index, heard] of hypothesis.entries()) {
      const replaced = (row[index] ?? 0) + (isSameWord(word, heard) ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row;
}

function isBefore(first: readonly number[], second: readonly number[]): boolean {
  const index = first.findIndex((value, place) => value !== second[place]);
  return index >= 0 && (first[index] ?? 0) < (second[index] ?? 0);
}
