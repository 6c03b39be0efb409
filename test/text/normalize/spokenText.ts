import { normalizeEnglish } from '../../../server/src/text/normalize/normalizeEnglish.ts';

/** The words that a text is said with, and its marks. */
export function spoken(text: string, dialect?: 'us' | 'gb'): string {
  const tokens = normalizeEnglish(text, dialect);
  return tokens.map((token) => token.before + token.words.join(' ') + token.after).join(' ');
}
