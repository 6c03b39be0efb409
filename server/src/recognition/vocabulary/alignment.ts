import type { SoundStream } from './heardText.ts';
import type { SoundCosts } from './soundCosts.ts';
import type { Sounds } from './sounds.ts';

/** How a phrase fits words of the text that begin at one word. */
export interface Fit {
  /** The word after the last one. */
  readonly endWord: number;
  readonly cost: number;
  /** Sounds of the longer of both. */
  readonly length: number;
}

/** Fits phrases to texts. */
export interface Aligner {
  /**
   * Weighted edit distance of a phrase to the words from `startWord` on, for every word they may end with.
   *
   * @param maxCost  fits that cost more for each sound are not looked for
   */
  fit(phrase: Sounds, place: AlignedPlace, maxCost: number): Fit[];
}

export interface AlignedPlace {
  readonly stream: SoundStream;
  readonly startWord: number;
  /** The last word that may be in it. */
  readonly lastWord: number;
}

/**
 * Source: Wagner and Fischer, The string-to-string correction problem (1974), rows over the text. The rows are kept for
 * the next call.
 */
export function createAligner(costs: SoundCosts): Aligner {
  let row = new Float32Array(64);
  let next = new Float32Array(64);
  return {
    fit(phrase, { stream: { sounds, starts }, startWord, lastWord }, maxCost) {
      if (row.length <= phrase.length) {
        row = new Float32Array(2 * phrase.length);
        next = new Float32Array(2 * phrase.length);
      }
      const first = starts[startWord] ?? 0;
      const longest = Math.ceil(phrase.length * longestStretch) + 1;
      const limit = maxCost * longest;
      row[0] = 0;
      for (let at = 0; at < phrase.length; at++)
        row[at + 1] = (row[at] ?? 0) + (costs.gap[phrase[at] ?? 0] ?? 1);
      const fits: Fit[] = [];
      for (let word = startWord; word <= lastWord; word++) {
        const end = starts[word + 1] ?? 0;
        if (end - first > longest) break;
        for (let at = starts[word] ?? 0; at < end; at++) {
          const cheapest = fillRow({ heard: sounds[at] ?? 0, phrase, row, next }, costs);
          [row, next] = [next, row];
          if (cheapest > limit) return fits;
        }
        const cost = row[phrase.length] ?? Infinity;
        const length = Math.max(phrase.length, end - first);
        if (cost <= maxCost * length) fits.push({ endWord: word + 1, cost, length });
      }
      return fits;
    },
  };
}

/** Sounds that are heard for one that was said. */
const longestStretch = 1.4;

interface Rows {
  readonly heard: number;
  readonly phrase: Sounds;
  readonly row: Float32Array;
  readonly next: Float32Array;
}

/** @returns the least of the row */
function fillRow({ heard, phrase, row, next }: Rows, { substitution, gap, size }: SoundCosts): number {
  const heardGap = gap[heard] ?? 1;
  let left = (row[0] ?? 0) + heardGap;
  next[0] = left;
  let cheapest = left;
  for (let column = 0; column < phrase.length; column++) {
    const said = phrase[column] ?? 0;
    const replaced = (row[column] ?? 0) + (substitution[heard * size + said] ?? 1);
    const added = (row[column + 1] ?? 0) + heardGap;
    const dropped = left + (gap[said] ?? 1);
    left = Math.min(replaced, added, dropped);
    next[column + 1] = left;
    if (left < cheapest) cheapest = left;
  }
  return cheapest;
}
