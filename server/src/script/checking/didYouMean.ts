import { nearestNames } from '../../text/nearestNames.ts';

/** The nearest names and the question that offers them; no question where none is near. */
export interface Suggestion {
  readonly names: readonly string[];
  /** ` Did you mean a or b?`, with the space before it. */
  readonly question: string;
}

export function didYouMean(written: string, known: Iterable<string>): Suggestion {
  const names = nearestNames(written, [...known]);
  return { names, question: names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?` };
}
