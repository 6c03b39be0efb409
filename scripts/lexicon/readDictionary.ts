import { dictionary } from 'cmu-pronouncing-dictionary';
import { preferredPronunciations } from './preferredPronunciations.ts';
import { tidyPronunciation } from './tidyPronunciation.ts';
import { parsePronunciation, type Pronunciation } from '../../server/src/text/phonemes/english/phones.ts';

/**
 * The CMU Pronouncing Dictionary as word -> pronunciations, the most usual first. Keys such as `read(2)` are
 * alternates of `read`; a `#` begins a comment; dotted abbreviations are left to the normalizer.
 */
export function readDictionary(): Map<string, Pronunciation[]> {
  const words = new Map<string, Pronunciation[]>();
  for (const [word, usual] of preferredPronunciations) words.set(word, [parsePronunciation(usual)]);
  for (const [key, value] of Object.entries(dictionary)) {
    const word = key.replace(/\(\d+\)$/, '');
    if (!/^[a-z'-]+$/.test(word)) continue;
    const pronunciation = tidyPronunciation(word, parsePronunciation(value.replace(/#.*$/, '')));
    const known = words.get(word);
    if (known === undefined) words.set(word, [pronunciation]);
    else if (!known.some((other) => other.join(' ') === pronunciation.join(' '))) known.push(pronunciation);
  }
  for (const [word, pronunciations] of words) words.set(word, usualFirst(word, pronunciations));
  return words;
}

/** "Monday" ends like "day"; the dictionary lists the quick form first. */
function usualFirst(word: string, pronunciations: Pronunciation[]): Pronunciation[] {
  if (!/day('?s)?$/.test(word)) return pronunciations;
  return pronunciations.toSorted((left, right) => Number(isQuickDay(left)) - Number(isQuickDay(right)));
}

function isQuickDay(pronunciation: Pronunciation): boolean {
  return /D IY0( Z)?$/.test(pronunciation.join(' '));
}
