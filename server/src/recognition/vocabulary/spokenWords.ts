import { foldLetters } from '../../text/normalize/foldLetters.ts';
import { cardinalWords, digitWords } from '../../text/normalize/numberWords.ts';

/** A part of a phrase as it is said. */
export type SpokenPart =
  | { readonly kind: 'word'; readonly letters: string }
  /** Said letter by letter, or as a word where it can be. */
  | { readonly kind: 'acronym'; readonly letters: string }
  | { readonly kind: 'han'; readonly letters: string }
  /** No engine hears it by its sound: it is only compared as written. */
  | { readonly kind: 'other'; readonly letters: string };

/**
 * How a phrase is said: identifiers word by word ("getUserMedia" as "get user media", "max_retry2" as "max retry
 * two"), numbers in words, capitals as letters. Emoji, signs and spaces are not said.
 */
export function toSpokenParts(phrase: string): SpokenPart[] {
  return Array.from(phrase.matchAll(runPattern), ([run]) => run).flatMap(partsOfRun);
}

const runPattern = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{M}'’])+|\p{N}+/gu;

function partsOfRun(run: string): SpokenPart[] {
  if (/^\p{Script=Han}/u.test(run)) return Array.from(run, (letters) => ({ kind: 'han', letters }));
  if (/^[0-9]+$/.test(run)) return wordsOfNumber(run).map((letters) => ({ kind: 'word', letters }));
  const folded = foldLetters(run);
  if (folded === undefined || !/[a-z]/i.test(folded)) return [{ kind: 'other', letters: run.toLowerCase() }];
  return splitCamelCase(folded).map((part) => ({
    kind: /^[A-Z]{2,5}s?$/.test(part) ? 'acronym' : 'word',
    letters: part.toLowerCase().replace(/'/g, ''),
  }));
}

/** Longer numbers than years are names: digit by digit. */
function wordsOfNumber(digits: string): string[] {
  return digits.length > 4 || /^0\d/.test(digits) ? digitWords(digits) : cardinalWords(digits);
}

/** `parseHTTPRequest` as parse, HTTP, Request; `URLs` stays one, and so does `McCarthy`. */
export function splitCamelCase(word: string): string[] {
  if (/^(?:Mc|Mac|O')[A-Z][a-z]+$/.test(word)) return [word];
  return word
    .replace(/([\p{Ll}\p{Lo}'])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll}{2,})/gu, '$1 $2')
    .split(' ')
    .filter((part) => part !== '');
}

/**
 * What two writings of the same letters have in common: letters and digits, lower case, Latin without its accents. Empty for a
 * phrase of emoji or signs alone.
 */
export function toKey(written: string): string {
  return written
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]|[^\p{L}\p{M}\p{N}]/gu, '');
}
