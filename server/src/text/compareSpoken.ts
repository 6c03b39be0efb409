import { compareTranscripts } from './wordErrorRate.ts';

/** What was heard against what was said, in the units in which errors of its language are counted. */
export interface SpokenComparison {
  readonly unit: SpokenUnit;
  /** Substituted, missing and added units. */
  readonly editCount: number;
  /** Of what was said. */
  readonly unitCount: number;
}

export type SpokenUnit = 'word' | 'character';

/**
 * Counts the errors in what was heard: in characters for languages that put no spaces between words, else in words.
 *
 * In every language case, punctuation, symbols and Unicode compatibility forms (full-width letters and digits) are
 * equal. In English also what `compareTranscripts` holds to be: any usual reading of a number, spellings, compounds. In
 * others a number in digits is not the same number in words, nor are the two Chinese writings the same.
 *
 * Time grows with the product of both lengths.
 *
 * @param language  as models name it: `en`, `zh`
 */
export function compareSpoken(said: string, heard: string, language: string): SpokenComparison {
  if (language === 'en') {
    const { editCount, referenceWordCount } = compareTranscripts(said, heard);
    return { unit: 'word', editCount, unitCount: referenceWordCount };
  }
  const unit = errorUnit(language);
  const wanted = unitsOf(said, unit);
  return { unit, editCount: editDistance(wanted, unitsOf(heard, unit)), unitCount: wanted.length };
}

export function errorUnit(language: string): SpokenUnit {
  return unspacedLanguages.has(language) ? 'character' : 'word';
}

const unspacedLanguages: ReadonlySet<string> = new Set(['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my', 'bo']);

/** The units of a text as they are compared. */
export function unitsOf(text: string, unit: SpokenUnit): readonly string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  if (unit === 'character') return Array.from(plain.replace(/[^\p{L}\p{M}\p{N}]/gu, ''));
  // An apostrophe is a part of its word: l'eau, d’accord.
  return plain.replaceAll('’', "'").match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*/gu) ?? [];
}

/** Levenshtein's. */
export function editDistance(wanted: readonly string[], found: readonly string[]): number {
  let previous = Int32Array.from({ length: found.length + 1 }, (_, column) => column);
  let current = new Int32Array(found.length + 1);
  for (const [row, unit] of wanted.entries()) {
    current[0] = row + 1;
    for (const [column, other] of found.entries()) {
      const substituted = (previous[column] ?? 0) + (unit === other ? 0 : 1);
      const added = (current[column] ?? 0) + 1;
      const missing = (previous[column + 1] ?? 0) + 1;
      current[column + 1] = Math.min(substituted, added, missing);
    }
    [previous, current] = [current, previous];
  }
  return previous[found.length] ?? 0;
}
