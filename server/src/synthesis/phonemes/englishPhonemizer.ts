import { normalizeEnglish } from '../../text/normalize/normalizeEnglish.ts';
import { createEnglishPhonemizer as createPronouncer } from '../../text/phonemes/english/createEnglishPhonemizer.ts';
import { createOtherReadings } from '../../text/phonemes/english/createOtherReadings.ts';
import { joinBrokenWords } from '../../text/phonemes/english/joinBrokenWords.ts';
import type { EnglishDialect } from '../../text/phonemes/english/kokoroPhonemes.ts';
import type { SpokenToken } from '../../text/spokenToken.ts';
import type { Phonemizer } from '../phonemizer.ts';
import { loadEnglishLexicon } from './loadEnglishLexicon.ts';

/**
 * English from the dictionary and the rules of `text/phonemes/english`; needs no optional component.
 *
 * @param lexiconPath  `english.lexicon`, made by the build
 * @throws SpeechError fileUnreadable
 */
export async function createEnglishPhonemizer(lexiconPath: string, signal: AbortSignal): Promise<Phonemizer> {
  const lexicon = await loadEnglishLexicon(lexiconPath, signal);
  const pronounce = createPronouncer(lexicon);
  const readings = createOtherReadings(lexicon, pronounce);
  const tokensOf = (text: string, dialect: EnglishDialect): readonly SpokenToken[] =>
    joinBrokenWords(normalizeEnglish(text, dialect), text, lexicon);
  return {
    languages: ['en'],
    phonemize(text, language) {
      const dialect = dialectOf(language);
      return Promise.resolve(pronounce(tokensOf(text, dialect), dialect));
    },
    readings(text, language) {
      const dialect = dialectOf(language);
      return Promise.resolve(readings(tokensOf(text, dialect), dialect));
    },
  };
}

function dialectOf(language: string): EnglishDialect {
  return /^en-(gb|au|nz|ie|za)\b/i.test(language) ? 'gb' : 'us';
}
