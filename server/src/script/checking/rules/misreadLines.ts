import type { TextRange } from '../../../text/textRange.ts';
import type { ResolvedCast } from '../../frontMatter/resolvedCast.ts';
import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/** The opening of a line as somebody of the cast would have it. */
export interface MisreadLine {
  /** As the cast has it. */
  readonly name: string;
  /** What is written. */
  readonly range: TextRange;
  /** What opens the line in its place. */
  readonly opened: string;
}

/** @returns the name of the cast that is meant, whatever the case of its letters; undefined: none is */
export type FindName = (called: string) => string | undefined;

/**
 * Lines of a character that the narrator reads, name and all.
 *
 * @param openings  what such lines may begin with; global and multiline
 * @param read      null where an opening is none after all
 */
export function misreadLines(
  { block, text, cast }: { readonly block: Block; readonly text: string; readonly cast: ResolvedCast },
  openings: RegExp,
  read: (opening: RegExpExecArray, findName: FindName) => MisreadLine | null,
): ScriptDiagnostic[] {
  const isSpoken = block.kind === 'narration' || block.kind === 'dialogue';
  // In a comment of several lines a line is not what it looks like.
  if (!isSpoken || cast.characters.size === 0 || text.includes('<!--')) return [];
  const findName: FindName = (called) =>
    cast.characters.has(called) ? called : namesOf(cast).get(called.toLowerCase());
  return [...text.matchAll(openings)].flatMap((opening): ScriptDiagnostic[] => {
    const line = read(opening, findName);
    if (line === null) return [];
    const { name, range, opened } = line;
    return [
      {
        code: 'unknown-character',
        severity: 'warning',
        message: `This is read aloud, name and all, and is not said by ${name}, whose lines begin with "${name}:".`,
        startOffset: range.startOffset,
        endOffset: range.endOffset,
        fix: { kind: 'replace', range, texts: [opened] },
      },
    ];
  });
}

/** A book asks for each of its paragraphs. */
const knownNames = new WeakMap<ResolvedCast, ReadonlyMap<string, string>>();

/** By their small letters. */
function namesOf(cast: ResolvedCast): ReadonlyMap<string, string> {
  const known = knownNames.get(cast);
  if (known !== undefined) return known;
  const names = new Map([...cast.characters.keys()].map((name) => [name.toLowerCase(), name]));
  knownNames.set(cast, names);
  return names;
}
