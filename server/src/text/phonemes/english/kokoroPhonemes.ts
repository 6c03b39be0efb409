import { americanPhonemes } from './americanPhonemes.ts';
import { britishPhonemes } from './britishPhonemes.ts';
import type { Pronunciation } from './phones.ts';

export type EnglishDialect = 'us' | 'gb';

/**
 * Writes a word in the characters Kokoro's voices of a dialect were trained on.
 *
 * @param spelling  the written word; the letters tell what the phones alone leave open
 */
export function kokoroPhonemes(
  pronunciation: Pronunciation,
  spelling: string,
  dialect: EnglishDialect,
): string {
  return dialect === 'us'
    ? americanPhonemes(pronunciation, spelling)
    : britishPhonemes(pronunciation, spelling);
}
