import type { SpokenToken } from '../../spokenToken.ts';
import { isVowelPhoneme, keepKnownPhonemes } from '../phonemeAlphabet.ts';
import type { PhonemizedToken } from '../phonemizedToken.ts';
import { hasLinkingR } from './britishPhonemes.ts';
import { functionWord, isLightContraction } from './functionWords.ts';
import { kokoroPhonemes, type EnglishDialect } from './kokoroPhonemes.ts';
import { letterName } from './letterNames.ts';
import type { EnglishLexicon } from './lexiconFile.ts';
import { pronounceWord } from './pronounceWord.ts';
import { toSentence, type Sentence } from './spokenWord.ts';

/**
 * @param supplied  phonemes that the caller has for a token, such as a script's own lexicon; they are kept, and
 *                  the words around them are said to fit
 */
export type EnglishPhonemizer = (
  tokens: readonly SpokenToken[],
  dialect: EnglishDialect,
  supplied?: (token: SpokenToken) => string | undefined,
) => PhonemizedToken[];

/**
 * Says English sentences in Kokoro's alphabet: dictionary, word building, letter-to-sound, and on top the rules
 * that need the sentence. Give it whole clauses; the words around a word decide how it is said.
 */
export function createEnglishPhonemizer(lexicon: EnglishLexicon): EnglishPhonemizer {
  return (tokens, dialect, supplied) => {
    const sentence = toSentence(tokens);
    const wordsOfToken: string[][] = tokens.map(() => []);
    const fixed = tokens.map((token) => supplied?.(token));
    let nextVowel: boolean | undefined;
    for (let index = sentence.length - 1; index >= 0; index--) {
      const word = sentence[index];
      if (word === undefined) continue;
      if (word.endsPhrase) nextVowel = undefined;
      const given = fixed[word.tokenIndex];
      const phonemes = given ?? sayWord(sentence, index, { lexicon, dialect, nextVowel });
      nextVowel = startsWithVowel(phonemes) ?? nextVowel;
      wordsOfToken[word.tokenIndex]?.unshift(phonemes);
    }
    return tokens.map((token, index) => ({
      token,
      phonemes: keepKnownPhonemes(fixed[index] ?? (wordsOfToken[index] ?? []).filter(Boolean).join(' ')),
    }));
  };
}

interface SpeakingContext {
  readonly lexicon: EnglishLexicon;
  readonly dialect: EnglishDialect;
  readonly nextVowel: boolean | undefined;
}

function sayWord(sentence: Sentence, index: number, context: SpeakingContext): string {
  const { lexicon, dialect, nextVowel } = context;
  const text = sentence[index]?.text ?? '';
  if (/^[A-Z]('s)?$/.test(text)) return kokoroPhonemes(letterName(text, dialect), text, dialect);
  const small = functionWord(sentence, index, context);
  if (small !== undefined) return small;
  const parts = pronounceWord(sentence, index, lexicon);
  const full = parts
    .map(({ pronunciation, spelling }) => kokoroPhonemes(pronunciation, spelling, dialect))
    .join('');
  const phonemes = isLightContraction(sentence, index) ? full.replace('ˈ', '') : full;
  const isLinked = dialect === 'gb' && nextVowel === true && hasLinkingR(parts.at(-1)?.pronunciation ?? []);
  return isLinked ? `${phonemes}ɹ` : phonemes;
}

function startsWithVowel(phonemes: string): boolean | undefined {
  const first = Array.from(phonemes).find((character) => !'ˈˌ '.includes(character));
  return first === undefined ? undefined : isVowelPhoneme(first);
}
