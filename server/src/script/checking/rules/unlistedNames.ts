import type { TextRange } from '../../../text/textRange.ts';
import type { ResolvedCast } from '../../frontMatter/resolvedCast.ts';
import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/** What opens a paragraph as the name of who speaks does in plays and screenplays; it may be a shout or a title. */
export interface PossibleName {
  readonly name: string;
  /** In the block. */
  readonly range: TextRange;
}

/** "DUKE. What news?" and a name in capitals on the line above what is said, of nobody in the cast. */
export function possibleName(block: Block, text: string, cast: ResolvedCast): PossibleName | null {
  const isPlain = block.kind === 'narration' && block.unknownSpeaker === null && block.direction === null;
  if (!isPlain || text.includes('<!--')) return null;
  const { above, dotted } = opening.exec(text)?.groups ?? {};
  const name = above ?? dotted;
  if (name === undefined || structure.test(name) || cast.characters.has(name)) return null;
  const startOffset = text.indexOf(name);
  return { name, range: { startOffset, endOffset: startOffset + name.length } };
}

/** A name that opens one paragraph alone is left alone. */
export function unlistedName(
  name: string,
  { startOffset, endOffset }: TextRange,
  count: number,
): ScriptDiagnostic {
  return {
    code: 'unknown-character',
    severity: 'warning',
    message:
      `"${name}" opens ${count} paragraphs as a name does in a play, and is not in the cast, so the narrator reads it. ` +
      `A line of theirs begins with "${name}:".`,
    startOffset,
    endOffset,
    fix: { kind: 'addToCast', name, similar: [] },
  };
}

const word = String.raw`\p{Lu}[\p{Lu}\p{M}’'-]+`;
const blank = String.raw`[^\S\r\n]*`;
const opening = new RegExp(
  `^${blank}(?:(?<above>${word}(?: ${word}){0,2})${blank}(?:\\([^()\\r\\n]{1,40}\\)${blank})?\\r?\\n${blank}(?=\\S)|` +
    `(?<dotted>${word}(?: ${word}){0,2})\\.[^\\S\\r\\n]+(?=[“"‘'([]*\\p{Lu}))`,
  'u',
);
const structure = /^(?:THE|AN?|ACT|SCENE|CHAPTER|PART|BOOK|CANTO|FADE|CUT|INT|EXT|END|NO|YES|OK|STOP)\b/u;
