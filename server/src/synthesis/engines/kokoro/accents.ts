import { isVowelPhoneme } from '../../../text/phonemes/phonemeAlphabet.ts';
import type { PhonemeRange } from '../../../text/phonemes/joinPhonemes.ts';

/** One accented word: which of its phonemes carry the accent, by index with the leading boundary counted in. */
export interface Accent {
  /** From 0 to 1. */
  readonly strength: number;
  readonly vowels: readonly number[];
  /** The word's first phoneme and the one after its last. */
  readonly start: number;
  readonly end: number;
}

/** Full accent: the stressed vowel rises by five semitones, is 30 % longer and 3 dB louder. */
const riseOctaves = 5 / 12;
const lengthening = 0.3;
const raiseDb = 3;

/**
 * @param phonemes  the whole sequence
 * @returns         null for a word without a vowel
 */
export function accentOf(phonemes: string, range: PhonemeRange, strength: number): Accent | null {
  const vowels = stressedVowels(Array.from(phonemes), range);
  if (vowels.length === 0) return null;
  return {
    strength,
    vowels: vowels.map((index) => index + 1),
    start: range.start + 1,
    end: range.end + 1,
  };
}

/** The first vowel after each primary stress mark; without one after the secondary marks; without any the first. */
function stressedVowels(characters: readonly string[], { start, end }: PhonemeRange): number[] {
  const firstVowelFrom = (from: number): number[] => {
    const index = characters.findIndex((character, at) => at >= from && isVowelPhoneme(character));
    return index >= 0 && index < end ? [index] : [];
  };
  for (const mark of ['ˈ', 'ˌ']) {
    const marks = characters.flatMap((character, at) =>
      character === mark && at >= start && at < end ? [at] : [],
    );
    if (marks.length > 0) return marks.flatMap(firstVowelFrom);
  }
  return firstVowelFrom(start);
}

/** Multiplies the durations of accented vowels, in place. */
export function lengthenAccents(factors: number[], accents: readonly Accent[]): void {
  for (const { strength, vowels } of accents) {
    for (const vowel of vowels) factors[vowel] = (factors[vowel] ?? 1) * (1 + lengthening * strength);
  }
}

export interface AccentContours {
  readonly octaves: Float64Array;
  readonly energyDb: Float64Array;
}

/**
 * Adds each accent to the contours, in place: a raised cosine with its top over the stressed vowel, and its feet at
 * the word's edges, so that the words around it are not moved.
 *
 * @param starts  first contour frame of each phoneme
 */
export function raiseAccents(
  contours: AccentContours,
  accents: readonly Accent[],
  starts: readonly number[],
): void {
  const frameOf = (phoneme: number): number => starts[phoneme] ?? contours.octaves.length;
  for (const { strength, vowels, start, end } of accents) {
    vowels.forEach((vowel, index) => {
      const previous = vowels[index - 1];
      const next = vowels[index + 1];
      const bump = {
        from: previous === undefined ? frameOf(start) : middle(frameOf(previous), frameOf(vowel)),
        plateauFrom: frameOf(vowel),
        plateauTo: frameOf(vowel + 1),
        to: next === undefined ? frameOf(end) : middle(frameOf(vowel), frameOf(next)),
      };
      for (let frame = bump.from; frame < bump.to; frame += 1) {
        const height = strength * bumpHeight(frame + 0.5, bump);
        contours.octaves[frame] = (contours.octaves[frame] ?? 0) + riseOctaves * height;
        contours.energyDb[frame] = (contours.energyDb[frame] ?? 0) + raiseDb * height;
      }
    });
  }
}

interface Bump {
  readonly from: number;
  readonly plateauFrom: number;
  readonly plateauTo: number;
  readonly to: number;
}

/** Rises over the sounds before the vowel, stays on top over it, falls over the sounds after it. */
function bumpHeight(frame: number, { from, plateauFrom, plateauTo, to }: Bump): number {
  const ramp = (position: number, length: number): number =>
    length <= 0 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, position / length)));
  const footFrames = 4;
  const rise = ramp(frame - from, Math.max(footFrames, plateauFrom - from));
  const fall = ramp(to - frame, Math.max(footFrames, to - plateauTo));
  return Math.min(rise, fall);
}

function middle(a: number, b: number): number {
  return Math.round((a + b) / 2);
}
