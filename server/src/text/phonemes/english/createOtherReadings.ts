import type { SpokenToken } from '../../spokenToken.ts';
import { readingsOf } from '../../transcript/readings.ts';
import type { EnglishPhonemizer } from './createEnglishPhonemizer.ts';
import { kokoroPhonemes, type EnglishDialect } from './kokoroPhonemes.ts';
import type { EnglishLexicon } from './lexiconFile.ts';
import { otherPronunciations } from './otherPronunciations.ts';
import { toSentence } from './spokenWord.ts';

/** For each token, in Kokoro's alphabet, how else it might be meant to be said; the likeliest first, none twice. */
export type OtherReadings = (tokens: readonly SpokenToken[], dialect: EnglishDialect) => string[][];

/**
 * Knows other ways to read what is written: a number by another of its usual readings, a word by another pronunciation.
 *
 * @param pronounce  what says the tokens by itself, on the same lexicon
 */
export function createOtherReadings(lexicon: EnglishLexicon, pronounce: EnglishPhonemizer): OtherReadings {
  return (tokens, dialect) => {
    const sentence = toSentence(tokens);
    const said = pronounce(tokens, dialect);
    const readNumber = (index: number, token: SpokenToken): string[] =>
      numberReadings(tokens, index).map(
        (words) => pronounce(tokens.with(index, { ...token, words }), dialect)[index]?.phonemes ?? '',
      );
    const readWord = (index: number, token: SpokenToken): string[] => {
      const wordIndex = sentence.findIndex(({ tokenIndex }) => tokenIndex === index);
      const pronunciations =
        token.words.length === 1 ? otherPronunciations(sentence, wordIndex, lexicon) : [];
      return pronunciations.map((pronunciation) => kokoroPhonemes(pronunciation, token.text, dialect));
    };
    return tokens.map((token, index) => {
      const found = /\d/.test(token.text) ? readNumber(index, token) : readWord(index, token);
      const others = new Set(found);
      others.delete(said[index]?.phonemes ?? '');
      return [...others];
    });
  };
}

/** Of what is no more than digits, marks and currency: the comparison's readings know no letters that are said by name. */
function numberReadings(tokens: readonly SpokenToken[], index: number): (readonly string[])[] {
  const token = tokens[index];
  if (token === undefined || !/^[$£€]?[\d,.]+$/u.test(token.text)) return [];
  return readingsOf(token, { previous: tokens[index - 1], next: tokens[index + 1] }).slice(1);
}
