import { editDistance, errorUnit, unitsOf } from './compareSpoken.ts';
import { alignLattices, type WordOperation } from './transcript/alignLattices.ts';
import { createLattice } from './transcript/wordLattice.ts';
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
  const operations =
    language === 'en' ? compareTranscripts(said, heard).operations : align(said, heard, language);
  const editCount = operations.filter(({ kind }) => kind !== 'equal').length;
  const unitCount = operations.reduce((sum, { referenceWordCount }) => sum + referenceWordCount, 0);
  const runs = divergentRuns(operations);
  return {
    editCount,
    unitCount,
    errorRate: unitCount === 0 ? Math.min(1, editCount) : editCount / unitCount,
    letterErrorRate: letterErrors(runs, operations),
    longestRun: longestRun(runs, errorUnit(language) === 'word' ? ' ' : ''),
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
  const letters = (run: Run, side: 'reference' | 'heard'): string[] =>
    run.flatMap((operation) => Array.from(operation[side]));
  const letterCount = letters(operations, 'reference').length;
  const edits = runs.map((run) => editDistance(letters(run, 'reference'), letters(run, 'heard')));
  const editCount = edits.reduce((sum, count) => sum + count, 0);
  return letterCount === 0 ? Math.min(1, editCount) : editCount / letterCount;
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
