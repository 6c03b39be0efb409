import type { HeardText, HeardWord } from './heardText.ts';
import { everyday, particle } from './pronunciation.ts';
import type { VocabularyPhrase } from './vocabularyIndex.ts';

/** Words of a text, `[start, end)`. */
export interface WordRange {
  readonly start: number;
  readonly end: number;
}

/** What no words are allowed more than, for each sound, whatever they are. */
export function mostAllowed(phraseCount: number): number {
  return Math.max(allowedInLongChinese, mostForUnknown * mostByConfidence * byCount(phraseCount));
}

/**
 * How much a phrase may differ in sound, for each sound, from the words that were heard: much where they are in no
 * dictionary, little where each is a word of its own that may have been meant, nothing where one common word stands
 * alone. Long phrases may differ more than short ones, uncertain words more than certain ones, and where there are
 * thousands of phrases that may fit by chance, less. The figures were set on recordings that no test measures.
 *
 * @param length  sounds of the longer of both
 * @returns negative where the words must not be replaced by their sound
 */
export function allowedCost(
  words: readonly HeardWord[],
  { length, phraseCount }: { readonly length: number; readonly phraseCount: number },
): number {
  if (words.some(({ kind }) => kind === 'other')) return refused;
  if (words.some(({ kind }) => kind === 'han')) return allowedInChinese(words);
  const spoken = words.filter(({ kind }) => kind !== 'suffix');
  const [only] = spoken;
  if (only === undefined) return refused;
  const base =
    spoken.length === 1 ? aloneAllowed(only, { length, phraseCount }) : togetherAllowed(spoken, length);
  if (base < 0) return base;
  const byLength = Math.min(1, (length + 2) / 10);
  return base * byLength * byCount(phraseCount) * byConfidence(spoken);
}

const mostForUnknown = 0.3;
const mostByConfidence = 1.3;
const allowedInLongChinese = 0.12;

function byCount(phraseCount: number): number {
  return 1 - 0.25 * Math.max(0, Math.log10(phraseCount / 100));
}

const refused = -1;

function aloneAllowed(
  { kind, rarity }: HeardWord,
  { length, phraseCount }: { readonly length: number; readonly phraseCount: number },
): number {
  if (kind === 'unknown') return mostForUnknown;
  // Some phrase of a long list sounds like any word.
  if (phraseCount > shortList) return refused;
  if (kind === 'known') return 0.15;
  return rarity > everyday && length >= 4 ? 0.02 : refused;
}

/** Longer lists hold more than somebody has thought of. */
const shortList = 1000;

function togetherAllowed(words: readonly HeardWord[], length: number): number {
  const unknownLetters = lettersOf(words, 'unknown');
  if (unknownLetters === 0 && length < 6) return refused;
  const all = words.reduce((sum, { key }) => sum + key.length, 0);
  return (
    (0.1 * lettersOf(words, 'common') + 0.16 * lettersOf(words, 'known') + mostForUnknown * unknownLetters) /
    all
  );
}

function lettersOf(words: readonly HeardWord[], kind: HeardWord['kind']): number {
  return words.reduce((sum, word) => sum + (word.kind === kind ? word.key.length : 0), 0);
}

/** 1 for words of middling confidence, and where the engine knows none. */
function byConfidence(words: readonly HeardWord[]): number {
  const known = words.map(({ confidence }) => confidence).filter((confidence) => confidence !== null);
  if (known.length === 0) return 1;
  return mostByConfidence - 0.5 * (known.reduce((sum, confidence) => sum + confidence, 0) / known.length);
}

/** Chinese is full of words of one sound: two characters must sound the same, tones included. */
function allowedInChinese(words: readonly HeardWord[]): number {
  if (words.some((word) => word.kind !== 'han') || words.length < 2) return refused;
  return words.length === 2 ? 0 : allowedInLongChinese;
}

/**
 * Whether words that have the letters of a phrase are to be written as it is. Joining words asks for one that is no
 * mere particle ("is it" stays); another capital asks for a phrase that is no common word ("will" stays where a person
 * is called Will).
 */
export function mayRespell({ words, text }: HeardText, range: WordRange, phrase: VocabularyPhrase): boolean {
  const spelled = words.slice(range.start, range.end);
  const isSpaced = /\s/u.test(phrase.written);
  if (spelled.length > 1 && !isSpaced) {
    return spelled.length > 3 || spelled.some(({ rarity }) => rarity > particle);
  }
  const first = spelled[0];
  if (first === undefined) return false;
  const written = text.slice(first.start, spelled.at(-1)?.end);
  if (phrase.kind === 'plain')
    return !startsSentence(text, first.start) || written.slice(1) !== phrase.written.slice(1);
  const rarest = Math.max(...spelled.map(({ rarity }) => rarity));
  return rarest > (phrase.kind === 'identifier' ? particle : everyday);
}

export function startsSentence(text: string, index: number): boolean {
  return /(?:^|[.!?…。！？]["'”’)\]]?\s+|[。！？])["'“‘([¿¡]*$/u.test(text.slice(0, index));
}
