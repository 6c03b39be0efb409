import { quality, type Phone, type Pronunciation } from '../../server/src/text/phonemes/english/phones.ts';

/** Letters and the phones they are said with. */
export interface Graphone {
  readonly grapheme: string;
  readonly sound: readonly Phone[];
}

export interface SpelledWord {
  readonly word: string;
  readonly pronunciation: Pronunciation;
}

/**
 * Learns which letters make which phones, by expectation maximisation over all ways to cut a word into
 * pieces of one letter and 0, 1 or 2 phones, or of two letters and one phone; stress plays no part.
 * Many-to-many alignment: Jiampojamarn, Kondrak and Sherif, NAACL-HLT 2007.
 *
 * @returns the best cut of a word, or nothing when there is none
 */
export function createAligner(words: readonly SpelledWord[], iterationCount: number): Aligner {
  const encoded = words.map(encodeWord);
  let weights: Float64Array = new Float64Array(graphemeCount * soundCount).fill(1);
  for (let iteration = 0; iteration < iterationCount; iteration++) {
    const counts = new Float64Array(weights.length);
    for (const word of encoded) collectCounts(word, weights, counts);
    weights = normalize(counts);
  }
  return (word) => bestCut(word, weights);
}

export type Aligner = (word: SpelledWord) => Graphone[] | undefined;

interface EncodedWord {
  readonly letters: Uint8Array;
  readonly sounds: Uint8Array;
}

// Letters are 1 to 27 (27 is the apostrophe), a grapheme is first + 28 * second; phones are numbered from 1.
const letterCount = 28;
const graphemeCount = letterCount * letterCount;
const phoneLimit = 48;
const soundCount = phoneLimit * phoneLimit;
const pieces = [
  [1, 1],
  [1, 0],
  [1, 2],
  [2, 1],
] as const;

const qualityCodes = new Map<string, number>();

function encodeWord({ word, pronunciation }: SpelledWord): EncodedWord {
  const letters = Uint8Array.from(word, (letter) => (letter === "'" ? 27 : letter.charCodeAt(0) - 96));
  const sounds = Uint8Array.from(pronunciation, (phone) => {
    const name = quality(phone);
    const code = qualityCodes.get(name) ?? qualityCodes.size + 1;
    qualityCodes.set(name, code);
    return code;
  });
  return { letters, sounds };
}

function weightIndex(
  word: EncodedWord,
  at: readonly [letter: number, sound: number],
  piece: (typeof pieces)[number],
): number {
  const [letter, sound] = at;
  const grapheme =
    (word.letters[letter] ?? 0) + (piece[0] === 2 ? letterCount * (word.letters[letter + 1] ?? 0) : 0);
  const first = piece[1] > 0 ? (word.sounds[sound] ?? 0) : 0;
  const second = piece[1] > 1 ? (word.sounds[sound + 1] ?? 0) : 0;
  return grapheme * soundCount + first * phoneLimit + second;
}

/** Adds the expected number of uses of every piece in one word. */
function collectCounts(word: EncodedWord, weights: Float64Array, counts: Float64Array): void {
  const rows = word.letters.length + 1;
  const columns = word.sounds.length + 1;
  const forward = new Float64Array(rows * columns);
  const backward = new Float64Array(rows * columns);
  forward[0] = 1;
  backward[rows * columns - 1] = 1;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns; column++) {
      const here = forward[row * columns + column] ?? 0;
      if (here === 0) continue;
      for (const piece of pieces) {
        if (row + piece[0] >= rows || column + piece[1] >= columns) continue;
        const to = (row + piece[0]) * columns + column + piece[1];
        forward[to] = (forward[to] ?? 0) + here * (weights[weightIndex(word, [row, column], piece)] ?? 0);
      }
    }
  }
  const total = forward[rows * columns - 1] ?? 0;
  if (total === 0) return;
  for (let row = rows - 2; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const at = row * columns + column;
      for (const piece of pieces) {
        if (row + piece[0] >= rows || column + piece[1] >= columns) continue;
        const to = (row + piece[0]) * columns + column + piece[1];
        const index = weightIndex(word, [row, column], piece);
        const through = (weights[index] ?? 0) * (backward[to] ?? 0);
        backward[at] = (backward[at] ?? 0) + through;
        counts[index] = (counts[index] ?? 0) + ((forward[at] ?? 0) * through) / total;
      }
    }
  }
}

function normalize(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

function bestCut(spelled: SpelledWord, weights: Float64Array): Graphone[] | undefined {
  const word = encodeWord(spelled);
  const rows = word.letters.length + 1;
  const columns = word.sounds.length + 1;
  const scores = new Float64Array(rows * columns).fill(-Infinity);
  const steps = new Int8Array(rows * columns).fill(-1);
  scores[0] = 0;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns; column++) {
      const here = scores[row * columns + column] ?? -Infinity;
      if (here === -Infinity) continue;
      pieces.forEach((piece, step) => {
        if (row + piece[0] >= rows || column + piece[1] >= columns) return;
        const score = here + Math.log(weights[weightIndex(word, [row, column], piece)] ?? 0);
        const to = (row + piece[0]) * columns + column + piece[1];
        if (score <= (scores[to] ?? -Infinity)) return;
        scores[to] = score;
        steps[to] = step;
      });
    }
  }
  return readCut(spelled, steps);
}

function readCut({ word, pronunciation }: SpelledWord, steps: Int8Array): Graphone[] | undefined {
  const columns = pronunciation.length + 1;
  const graphones: Graphone[] = [];
  let row = word.length;
  let column = pronunciation.length;
  while (row > 0 || column > 0) {
    const piece = pieces[steps[row * columns + column] ?? -1];
    if (piece === undefined) return undefined;
    graphones.push({
      grapheme: word.slice(row - piece[0], row),
      sound: pronunciation.slice(column - piece[1], column),
    });
    row -= piece[0];
    column -= piece[1];
  }
  return graphones.reverse();
}
