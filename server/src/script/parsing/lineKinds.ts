import type { Inline } from '../tree/tree.ts';
import { cueTags, longestSpeaker } from '../vocabulary/tags.ts';
import { code, commentEnd, isCommentStart, isSpace, skipSpace, trimmedEnd } from './characters.ts';
import { isHyphens, readLine, type Line } from './lines.ts';
import { parseInlines } from './parseInlines.ts';

/** A line and what it would open at the start of a block. In a paragraph, text and comments go on. */
export interface ClassifiedLine {
  readonly line: Line;
  readonly kind: LineKind;
  /** The name that opens the line. */
  readonly speaker: string | null;
}

export type LineKind =
  'blank' | 'heading' | 'sceneBreak' | 'comment' | 'cue' | 'speaker' | 'unknownSpeaker' | 'text';

/** What blocks are read by. */
export interface BlockContext {
  readonly source: string;
  /** The line that begins at an offset. */
  lineAt(offset: number): ClassifiedLine;
}

/** A block ends with a look at the line behind it, where the next begins: the last line is remembered. */
export function createBlockContext(source: string, speakers: ReadonlySet<string>): BlockContext {
  let last: ClassifiedLine | null = null;
  return {
    source,
    lineAt(offset) {
      if (last?.line.startOffset !== offset) last = classifyLine(source, speakers, offset);
      return last;
    },
  };
}

function classifyLine(source: string, speakers: ReadonlySet<string>, start: number): ClassifiedLine {
  const line = readLine(source, start);
  if (line.textStart === line.textEnd) return { line, kind: 'blank', speaker: null };
  const simple = simpleKind(source, line);
  if (simple !== null) return { line, kind: simple, speaker: null };
  const name = readSpeakerName(source, line);
  if (name === null) return { line, kind: 'text', speaker: null };
  if (speakers.has(name)) return { line, kind: 'speaker', speaker: name };
  const isUnknown = isCapitalName(name) && isFollowedBySpace(source, line);
  return { line, kind: isUnknown ? 'unknownSpeaker' : 'text', speaker: isUnknown ? name : null };
}

const capitalName = /^\p{Lu}[\p{Lu}\p{M}\p{N} .'’&/_-]*$/u;

function simpleKind(source: string, line: Line): LineKind | null {
  const { textStart, textEnd } = line;
  switch (source.charCodeAt(textStart)) {
    case code.number:
      return isHeading(source, line) ? 'heading' : null;
    case code.hyphen:
      return isHyphens(source, textStart, textEnd) ? 'sceneBreak' : null;
    case code.less:
      return isCommentOnly(source, line) ? 'comment' : null;
    case code.leftBracket:
      return isCue(source, line) ? 'cue' : null;
    default:
      return null;
  }
}

function isHeading(source: string, { textStart, textEnd }: Line): boolean {
  let position = textStart;
  while (position < textEnd && source.charCodeAt(position) === code.number) position++;
  return position - textStart <= 6 && (position === textEnd || isSpace(source.charCodeAt(position)));
}

function isCommentOnly(source: string, { textStart, textEnd }: Line): boolean {
  let position = textStart;
  while (position < textEnd) {
    if (!isCommentStart(source, position)) return false;
    const end = commentEnd(source, position);
    position = end === -1 ? textEnd : skipSpace(source, end, textEnd);
  }
  return true;
}

function isCue(source: string, { textStart, textEnd }: Line): boolean {
  if (![...cueTags].some((name) => source.startsWith(name, textStart + 1))) return false;
  const text = source.slice(textStart, textEnd);
  const content = parseInlines(text, { startOffset: 0, endOffset: text.length });
  return content.every((node) => isCuePart(node, text));
}

function isCuePart(node: Inline, text: string): boolean {
  switch (node.kind) {
    case 'point':
      return cueTags.has(node.name);
    case 'comment':
      return true;
    case 'text':
      return skipSpace(text, node.startOffset, node.endOffset) === node.endOffset;
    default:
      return false;
  }
}

/** What stands before the first colon of the line, if it may be a name. */
function readSpeakerName(source: string, { textStart, firstLineEnd }: Line): string | null {
  const limit = Math.min(firstLineEnd, textStart + longestSpeaker + 1);
  for (let position = textStart; position < limit; position++) {
    if (!isColon(source.charCodeAt(position))) continue;
    const end = trimmedEnd(source, textStart, position);
    return end === textStart ? null : source.slice(textStart, end);
  }
  return null;
}

/** Two capitals or more, and no small letter. */
function isCapitalName(name: string): boolean {
  return capitalName.test(name) && (name.match(/\p{Lu}/gu)?.length ?? 0) >= 2;
}

function isFollowedBySpace(source: string, { textStart, firstLineEnd }: Line): boolean {
  let position = textStart;
  while (!isColon(source.charCodeAt(position))) position++;
  const isWide = source.charCodeAt(position) === code.wideColon;
  return isWide || position + 1 >= firstLineEnd || isSpace(source.charCodeAt(position + 1));
}

function isColon(unit: number): boolean {
  return unit === code.colon || unit === code.wideColon;
}
