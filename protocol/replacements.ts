import { toSpokenParts } from './spokenParts.ts';

/** What is written in place of what is heard. */
export interface Replacement {
  /** Words, as they are said; case and punctuation do not matter. */
  readonly heard: string;
  /** Taken as it is, with its case and spaces; empty: the words are left out. */
  readonly written: string;
}

/** More characters has nothing that is heard. */
export const longestHeard = 200;

/** More characters has nothing that is written. */
export const longestWritten = 1000;

/** More of them has nobody. */
export const mostReplacements = 5000;

/** What is wrong with one replacement; it is left out, and the others are not. */
export type ReplacementProblem =
  /** What is written is no text. */
  | { readonly kind: 'notText'; readonly heard: string }
  /** Nothing of it is said. */
  | { readonly kind: 'noWords'; readonly heard: string }
  | { readonly kind: 'tooLong'; readonly heard: string }
  /** The first of both counts. */
  | { readonly kind: 'sameWords'; readonly heard: string; readonly first: string }
  | { readonly kind: 'noArrow'; readonly line: number }
  | { readonly kind: 'tooMany' }
  /** The whole is no list of texts. */
  | { readonly kind: 'notAList' };

export interface CheckedReplacements {
  /** What can be used. */
  readonly replacements: readonly Replacement[];
  /** In order. */
  readonly problems: readonly ReplacementProblem[];
}

/** @param value  as a setting has it: anything */
export function checkReplacements(value: unknown): CheckedReplacements {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { replacements: [], problems: [{ kind: 'notAList' }] };
  return checkAll(
    Object.entries(value as Readonly<Record<string, unknown>>).map(([heard, written]) =>
      typeof written === 'string' ? { heard, written } : { kind: 'notText', heard },
    ),
  );
}

/**
 * One a line, `my mail -> jane@example.org`. What begins or ends with a space, or has line breaks, is written as in JSON,
 * `arrow function -> "() => "`. A line that begins with `#` is a comment.
 */
export function parseReplacements(text: string): CheckedReplacements {
  const lines = text.split(/\r\n|\n|\r/u).map((line) => line.trim());
  return checkAll(
    lines.flatMap((line, index): (Replacement | ReplacementProblem)[] => {
      if (line === '' || line.startsWith('#')) return [];
      const [, heard, written] = /^(.*?)\s*(?:->|→)\s*(.*)$/u.exec(line) ?? [];
      if (heard === undefined || written === undefined) return [{ kind: 'noArrow', line: index + 1 }];
      return [{ heard, written: unquoted(written) }];
    }),
  );
}

/** Those of the first list count before those of the next. */
export function joinReplacements(lists: readonly (readonly Replacement[])[]): readonly Replacement[] {
  return checkAll(lists.flat()).replacements;
}

function unquoted(written: string): string {
  if (!/^".*"$/u.test(written)) return written;
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'string' ? value : written;
  } catch {
    // Somebody who writes quotation marks.
    return written;
  }
}

function checkAll(given: readonly (Replacement | ReplacementProblem)[]): CheckedReplacements {
  const firsts = new Map<string, string>();
  const replacements: Replacement[] = [];
  const problems: ReplacementProblem[] = [];
  for (const item of given) {
    const problem = 'kind' in item ? item : problemOf(item, firsts);
    if (problem !== null) problems.push(problem);
    else if (!('kind' in item)) {
      firsts.set(wordsOf(item.heard), item.heard);
      replacements.push(item);
    }
  }
  if (replacements.length > mostReplacements) problems.push({ kind: 'tooMany' });
  return { replacements: replacements.slice(0, mostReplacements), problems };
}

function problemOf(
  { heard, written }: Replacement,
  firsts: ReadonlyMap<string, string>,
): ReplacementProblem | null {
  if (heard.length > longestHeard || written.length > longestWritten) return { kind: 'tooLong', heard };
  const words = wordsOf(heard);
  if (words === '') return { kind: 'noWords', heard };
  const first = firsts.get(words);
  return first === undefined ? null : { kind: 'sameWords', heard, first };
}

/** The same for what is heard alike. */
function wordsOf(heard: string): string {
  return toSpokenParts(heard)
    .map(({ key }) => key)
    .join(' ');
}
