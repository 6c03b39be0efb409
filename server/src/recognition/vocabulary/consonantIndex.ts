import type { Sounds } from './sounds.ts';
import { consonantClasses } from './soundCosts.ts';

/** Finds the sequences of a list that have about the consonants of another. */
export interface ConsonantIndex {
  /** Classes of the consonants among sounds, in order. */
  classesOf(sounds: Sounds): Uint8Array;
  /**
   * Tells every sequence, by its place in the list, whose consonants are these but for so many that were heard
   * otherwise, left out or added; now and then one that is farther off, and one more than once.
   *
   * @param differences  of sequences with fewer than three consonants none counts, of those with fewer than six one
   */
  find(consonants: Uint8Array, differences: Differences, found: (index: number) => void): void;
}

export type Differences = 0 | 1 | 2;

/**
 * Sequences by what remains of them without none, one or two of their consonants: what differs in one has, without it,
 * the same rest. Rests are kept by their hash alone.
 *
 * Source of the idea: symmetric deletions, W. Garbe, SymSpell (2012); Bocek, Hunt and Stiller, Fast similarity search
 * in large dictionaries (2007).
 */
export function createConsonantIndex(list: readonly Sounds[]): ConsonantIndex {
  const classTable = consonantClasses();
  const classesOf = (sounds: Sounds): Uint8Array =>
    sounds.map((sound) => classTable[sound] ?? 0).filter((consonant) => consonant !== 0);
  const sequences = list.map(classesOf);
  const tables = ([0, 1, 2] as const).map((deletions) =>
    createTable(sequences, ({ length }) => deletions <= countedDifferences(length), deletions),
  );
  return {
    classesOf,
    find(consonants, differences, found) {
      // What was added to a sequence of two is not looked for.
      const most = Math.min(differences, countedDifferences(consonants.length));
      for (let deletions = 0; deletions <= most; deletions++) {
        forEachRest(consonants, deletions, (hash) => {
          for (let removed = 0; removed <= most; removed++) tables[removed]?.find(hash, found);
        });
      }
    },
  };
}

function countedDifferences(consonantCount: number): Differences {
  if (consonantCount < 3 || consonantCount > longestCounted) return 0;
  return consonantCount < 6 || consonantCount > longestTwice ? 1 : 2;
}

/** Of long sequences the rests are too many; two parts that differ in a long one are rare. */
const longestTwice = 12;
const longestCounted = 60;

interface RestTable {
  find(hash: number, found: (index: number) => void): void;
}

function createTable(
  sequences: readonly Uint8Array[],
  isIn: (sequence: Uint8Array) => boolean,
  deletions: number,
): RestTable {
  let count = 0;
  for (const sequence of sequences) if (isIn(sequence)) forEachRest(sequence, deletions, () => (count += 1));
  const bits = Math.max(4, Math.ceil(Math.log2(count + 1)));
  const slotOf = (hash: number): number => hash >>> (32 - bits);
  const starts = new Uint32Array(2 ** bits + 1);
  for (const sequence of sequences) {
    if (isIn(sequence))
      forEachRest(
        sequence,
        deletions,
        (hash) => (starts[slotOf(hash) + 1] = (starts[slotOf(hash) + 1] ?? 0) + 1),
      );
  }
  for (let slot = 0; slot < 2 ** bits; slot++)
    starts[slot + 1] = (starts[slot + 1] ?? 0) + (starts[slot] ?? 0);
  const next = starts.slice();
  const members = new Uint32Array(count);
  const hashes = new Uint32Array(count);
  sequences.forEach((sequence, index) => {
    if (!isIn(sequence)) return;
    forEachRest(sequence, deletions, (hash) => {
      const slot = slotOf(hash);
      const at = next[slot] ?? 0;
      next[slot] = at + 1;
      members[at] = index;
      hashes[at] = hash;
    });
  });
  return {
    find(hash, found) {
      const slot = slotOf(hash);
      const end = starts[slot + 1] ?? 0;
      for (let at = starts[slot] ?? 0; at < end; at++) if (hashes[at] === hash) found(members[at] ?? 0);
    },
  };
}

/** Hashes of what remains without so many members, at most two, whichever these are. */
function forEachRest(sequence: Uint8Array, deletions: number, visit: (hash: number) => void): void {
  if (deletions === 0) {
    visit(hashOf(sequence, -1, -1));
    return;
  }
  for (let first = 0; first < sequence.length; first++) {
    // Without either of two equal neighbors the same remains.
    if (first > 0 && sequence[first] === sequence[first - 1]) continue;
    if (deletions === 1) visit(hashOf(sequence, first, -1));
    else
      for (let second = first + 1; second < sequence.length; second++) visit(hashOf(sequence, first, second));
  }
}

/** Source of the numbers: Knuth's multiplicative hashing, The Art of Computer Programming 3, 6.4. */
function hashOf(sequence: Uint8Array, first: number, second: number): number {
  let hash = 17;
  for (let index = 0; index < sequence.length; index++) {
    if (index !== first && index !== second) hash = Math.imul(hash, 31) + (sequence[index] ?? 0);
  }
  return Math.imul(hash, 0x9e3779b1) >>> 0;
}
