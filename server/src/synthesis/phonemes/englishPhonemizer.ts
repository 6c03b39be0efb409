import { normalizeEnglish } from '../../text/normalize/normalizeEnglish.ts';
import { createEnglishPhonemizer as createPronouncer } from '../../text/phonemes/english/createEnglishPhonemizer.ts';
import type { Phonemizer } from '../phonemizer.ts';
import { loadEnglishLexicon } from './loadEnglishLexicon.ts';

/**
 * English from the dictionary and the rules of `text/phonemes/english`; needs no optional component.
 *
 * @param lexiconPath  `english.lexicon`, made by the build
 * @throws SpeechError fileUnreadable
 */
export async function createEnglishPhonemizer(lexiconPath: string, signal: AbortSignal): Promise<Phonemizer> {
  const pronounce = createPronouncer(await loadEnglishLexicon(lexiconPath, signal));
  return {
    languages: ['en'],
    phonemize(text, language) {
      const dialect = /^en-(gb|au|nz|ie|za)\b/i.test(language) ? 'gb' : 'us';
      return Promise.resolve(pronounce(normalizeEnglish(text, dialect), dialect));
    },
  };
}
