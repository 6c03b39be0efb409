import type { EnglishLexicon } from './lexiconFile.ts';
import { nounsAndVerbs } from './nounsAndVerbs.ts';
import type { Pronunciation } from './phones.ts';
import { isInDictionary } from './pronounceWord.ts';
import type { Sentence } from './spokenWord.ts';

/**
 * Ways in which a word might be meant to be said, the likeliest first, among them mostly the one that `pronounceWord`
 * chose: those of words that are spelled alike, all that the dictionary has, and of words that are not in it, and of
 * names, which it often has wrong, what the letters say. None for words of several parts.
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
  return [
    ...(pair === undefined ? [] : [pair.noun, pair.verb]),
    ...lexicon.pronunciations(word),
    ...(isGuessed ? lexicon.guesses(word, guessCount) : []),
  ].filter((pronunciation) => pronunciation.some((phone) => phone.endsWith('1')));
}

const guessCount = 4;

function isName(sentence: Sentence, index: number): boolean {
  return index > 0 && /^\p{Lu}\p{Ll}/u.test(sentence[index]?.token.text ?? '');
}
