import { abbreviations } from '../abbreviations.ts';
import { spellWord } from './spellWord.ts';

/**
 * Whether a word is said as other words or as letters, `tbsp`, `npm`, `readMe`, so that no dictionary has to have it.
 *
 * @param isKnown  whether the dictionary has one of those words, in small letters
 */
export function isWrittenOut(word: string, isKnown: (part: string) => boolean): boolean {
  const lower = word.toLowerCase();
  if (abbreviations.has(lower)) return true;
  const words = spellWord(word, word, 0);
  return (
    words.some((part) => part !== lower) &&
    words.every((part) => /^[A-Z](?:'s)?$/u.test(part) || isKnown(part))
  );
}
