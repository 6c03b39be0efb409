import { abbreviations } from '../abbreviations.ts';
import { isUnpronounceable } from './acronyms.ts';

/** Whether a word is said as other words or as its letters, `tbsp` and `npm`, so that no dictionary has to have it. */
export function isWrittenOut(word: string): boolean {
  const lower = word.toLowerCase();
  return abbreviations.has(lower) || isUnpronounceable(lower);
}
