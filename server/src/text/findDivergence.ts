import { editDistance, errorUnit, unitsOf } from './compareSpoken.ts';
import { alignLattices, type WordOperation } from './transcript/alignLattices.ts';
import { createLattice } from './transcript/wordLattice.ts';
import type { TextRange } from './textRange.ts';
import { compareTranscripts } from './wordErrorRate.ts';

/** Where what was heard leaves what was said. */
export interface Divergence {
  readonly editCount: number;
  /** Words of what was said, or characters in languages without spaces. */
  readonly unitCount: number;
  /** Edits by units; without units 0 when nothing was heard and 1 otherwise. */
  readonly errorRate: number;
  /** The same in letters, of the words that are wrong only: "Niamh" heard as "Neave" is nearer than as "the name". */
  readonly letterErrorRate: number;
  /** The most edits in a row; null where there are none. */
  readonly longestRun: DivergentRun | null;
  /** Misheard tokens and places where something was added; outside of English the edits. */
  readonly wrongCount: number;
  /** In order, no two overlap. In English only; elsewhere it is not known where, and none are here. */
  readonly misheard: readonly MisheardToken[];
}

/** A token of what was said, such as a word or a number, of which a word was misheard. */
export interface MisheardToken extends TextRange {
  /** Edits by letters of the run of misheard words that it is in. */
  readonly letterErrorRate: number;
}

export interface DivergentRun {
  readonly editCount: number;
  /** Empty where something was added. */
  readonly said: string;
  /** Empty where something is missing. */
  readonly heard: string;
}

/**
 * Counts the errors as `compareSpoken` does, and finds the run that a listener would notice first.
 *
 * Time and memory grow with the product of both lengths.
 *
 * @param language  as models name it: `en`, `zh`
 */
export function findDivergence(said: string, heard: string, language: string): Divergence {
  const { operations, referenceTokens } =
    language === 'en'
      ? compareTranscripts(said, heard)
      : { operations: align(said, heard, language), referenceTokens: [] };
  const editCount = operations.filter(({ kind }) => kind !== 'equal').length;
  const unitCount = operations.reduce((sum, { referenceWordCount }) => sum + referenceWordCount, 0);
  const runs = divergentRuns(operations);
  const misheard = misheardTokens(runs, referenceTokens);
  const additionCount = runs.filter((run) => run.every(({ kind }) => kind === 'insert')).length;
  return {
    editCount,
    unitCount,
    errorRate: rateOf(editCount, unitCount),
    letterErrorRate: letterErrors(runs, operations),
    longestRun: longestRun(runs, errorUnit(language) === 'word' ? ' ' : ''),
    wrongCount: language === 'en' ? misheard.length + additionCount : editCount,
    misheard,
  };
}

type Run = readonly WordOperation[];

function divergentRuns(operations: readonly WordOperation[]): readonly Run[] {
  const runs: WordOperation[][] = [[]];
  for (const operation of operations) {
    if (operation.kind === 'equal') runs.push([]);
    else runs.at(-1)?.push(operation);
  }
  return runs.filter((run) => run.length > 0);
}

function letterErrors(runs: readonly Run[], operations: readonly WordOperation[]): number {
  const editCount = runs.reduce((sum, run) => sum + letterEdits(run), 0);
  return rateOf(editCount, lettersOf(operations, 'reference').length);
}

function letterEdits(run: Run): number {
  return editDistance(lettersOf(run, 'reference'), lettersOf(run, 'heard'));
}

function lettersOf(run: Run, side: 'reference' | 'heard'): string[] {
  return run.flatMap((operation) => Array.from(operation[side]));
}

function rateOf(editCount: number, count: number): number {
  return count === 0 ? Math.min(1, editCount) : editCount / count;
}

function misheardTokens(runs: readonly Run[], tokens: readonly TextRange[]): MisheardToken[] {
  const rates = new Map<number, number>();
  for (const run of runs) {
    const rate = rateOf(letterEdits(run), lettersOf(run, 'reference').length);
    for (const { referenceSlot } of run) {
      if (referenceSlot !== null) rates.set(referenceSlot, Math.max(rate, rates.get(referenceSlot) ?? 0));
    }
  }
  return tokens.flatMap((token, slot) => {
    const letterErrorRate = rates.get(slot);
    return letterErrorRate === undefined ? [] : [{ ...token, letterErrorRate }];
  });
}

function align(said: string, heard: string, language: string): readonly WordOperation[] {
  const unit = errorUnit(language);
  const [reference, other] = [said, heard].map((text) =>
    createLattice(unitsOf(text, unit).map((word) => [[word]])),
  );
  return reference === undefined || other === undefined ? [] : alignLattices(reference, other);
}

function longestRun(runs: readonly Run[], separator: string): DivergentRun | null {
  const longest = runs.reduce<Run>((found, run) => (run.length > found.length ? run : found), []);
  if (longest.length === 0) return null;
  const textOf = (side: 'reference' | 'heard'): string =>
    longest
      .map((operation) => operation[side])
      .filter((word) => word !== '')
      .join(separator);
  return { editCount: longest.length, said: textOf('reference'), heard: textOf('heard') };
}
