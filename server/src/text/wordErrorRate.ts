import { alignLattices, type WordOperation } from './transcript/alignLattices.ts';
import { normalizeEnglish } from './normalize/normalizeEnglish.ts';
import { readingsOf } from './transcript/readings.ts';
import { isCompound } from './transcript/compounds.ts';
import { createLattice, joinCompounds, type WordLattice } from './transcript/wordLattice.ts';
import type { SpokenToken } from './spokenToken.ts';
import type { TextRange } from './textRange.ts';

/** How far what was heard is from what was said. */
export interface TranscriptComparison {
  /** Substituted, missing and added words. */
  readonly editCount: number;
  readonly referenceWordCount: number;
  /** Edits by reference words; with no reference word it is 0 when nothing was heard and 1 otherwise. */
  readonly wordErrorRate: number;
  /** Both word sequences aligned, in order. */
  readonly operations: readonly WordOperation[];
  /** The most edits in a row: a dropped or invented phrase shows here. */
  readonly longestDivergentRun: number;
  /** The tokens of the reference: what `referenceSlot` of an operation counts. */
  readonly referenceTokens: readonly TextRange[];
}

export type { WordOperation };

/**
 * Compares what was heard with what was to be said, word by word, in English.
 *
 * Equal are: case, punctuation and Unicode compatibility forms; hyphens and spaces; a number, date, time or amount and
 * any usual way to read it (`1984`, "nineteen eighty four"); British and American spelling; a few compounds written
 * apart or together ("every day", "everyday"). Contractions are kept: "it's" is not "it is". Where a writing has
 * several readings the one closest to the other side counts. Time and memory grow with the product of both lengths.
 */
export function compareTranscripts(reference: string, heard: string): TranscriptComparison {
  const referenceTokens = normalizeEnglish(reference);
  const heardTokens = normalizeEnglish(heard);
  const operations = alignLattices(
    toLattice(referenceTokens, heardTokens),
    toLattice(heardTokens, referenceTokens),
  );
  let editCount = 0;
  let referenceWordCount = 0;
  let run = 0;
  let longestDivergentRun = 0;
  for (const { kind, referenceWordCount: wordCount } of operations) {
    referenceWordCount += wordCount;
    run = kind === 'equal' ? 0 : run + 1;
    if (kind !== 'equal') editCount++;
    longestDivergentRun = Math.max(longestDivergentRun, run);
  }
  const wordErrorRate = referenceWordCount === 0 ? Math.min(1, editCount) : editCount / referenceWordCount;
  return {
    editCount,
    referenceWordCount,
    wordErrorRate,
    operations,
    longestDivergentRun,
    referenceTokens: referenceTokens.map(({ startOffset, endOffset }) => ({ startOffset, endOffset })),
  };
}

/** All edits by all reference words, so that a long pair weighs more than a short one; 0 for no pairs. */
export function meanWordErrorRate(
  pairs: readonly Pick<TranscriptComparison, 'editCount' | 'referenceWordCount'>[],
): number {
  let editCount = 0;
  let referenceWordCount = 0;
  for (const pair of pairs) {
    editCount += pair.editCount;
    referenceWordCount += pair.referenceWordCount;
  }
  return referenceWordCount === 0 ? Math.min(1, editCount) : editCount / referenceWordCount;
}

function toLattice(tokens: readonly SpokenToken[], others: readonly SpokenToken[]): WordLattice {
  const slots = tokens.map((token, index) =>
    readingsOf(token, { previous: tokens[index - 1], next: tokens[index + 1] }),
  );
  const heardCompounds = new Set(others.flatMap((token) => token.words));
  const hyphenated = new Set(tokens.flatMap(joinedParts));
  return joinCompounds(
    createLattice(slots),
    (joined) => heardCompounds.has(joined) && (hyphenated.has(joined) || isCompound(joined)),
  );
}

/** `e-mail` as `email`. */
function joinedParts(token: SpokenToken): string[] {
  return /^\p{L}+-\p{L}+$/u.test(token.text) ? [token.words.join('').toLowerCase()] : [];
}
