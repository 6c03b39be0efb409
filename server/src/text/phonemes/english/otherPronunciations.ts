import type { EnglishLexicon } from './lexiconFile.ts';
import { nounsAndVerbs } from './nounsAndVerbs.ts';
import { countMainStresses, type Pronunciation } from './phones.ts';
import { isInDictionary, pronounceWord } from './pronounceWord.ts';
import { soundKey } from './soundKey.ts';
import type { Sentence } from './spokenWord.ts';

/**
 * Ways in which a word might be meant to be said other than `pronounceWord` chose, the likeliest first, no two that
 * differ in an unstressed vowel only: those of words that are spelled alike, all that the dictionary has, and of words
 * that are not in it, and of names, which it often has wrong, what the letters say. None for words of several parts.
 */
export function otherPronunciations(
  sentence: Sentence,
  index: number,
  lexicon: EnglishLexicon,
): readonly Pronunciation[] {
  const word = sentence[index]?.text.toLowerCase() ?? '';
  if (!/^[a-z']+$/.test(word)) return [];
  const pair = nounsAndVerbs.get(word);
  const isGuessed = isName(sentence, index) || !isInDictionary(word, lexicon);
  const guesses = isGuessed
    ? lexicon.guesses(word, guessCount).filter((guess) => countMainStresses(guess) === 1)
    : [];
  const pairs = pair === undefined ? [] : [pair.noun, pair.verb];
  const known = [...pairs, ...lexicon.pronunciations(word)].filter((other) => countMainStresses(other) > 0);
  const chosen = pronounceWord(sentence, index, lexicon).map(({ pronunciation }) => pronunciation);
  const others = differentSounds([...chosen.slice(0, 1), ...known, ...guesses]).slice(1);
  return others.slice(0, Math.max(otherCount, known.length));
}

/** Of what the letters may say most sounds like another: of so many about four do not. */
const guessCount = 32;
const otherCount = 3;

/** Of those that sound alike the first. */
function differentSounds(pronunciations: readonly Pronunciation[]): Pronunciation[] {
  const found = new Map<string, Pronunciation>();
  for (const pronunciation of pronunciations) {
    const key = soundKey(pronunciation);
    if (!found.has(key)) found.set(key, pronunciation);
  }
  return [...found.values()];
}

function isName(sentence: Sentence, index: number): boolean {
  return index > 0 && /^\p{Lu}\p{Ll}/u.test(sentence[index]?.token.text ?? '');
}
