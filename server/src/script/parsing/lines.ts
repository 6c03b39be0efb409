import type { TextRange } from '../../text/textRange.ts';
import { code, commentEnd, isCommentStart, isLineEnd, skipSpace, trimmedEnd } from './characters.ts';

/**
 * A line of the source as blocks see it: a comment in it may span lines, and then belongs to it with all of them. Its
 * range includes the end of the line.
 */
export interface Line extends TextRange {
  /** Without the white space at either side; equal where the line is blank. */
  readonly textStart: number;
  readonly textEnd: number;
  /** Where the first line of it ends in the source, before the end of the line. */
  readonly firstLineEnd: number;
  /** Whether it holds a comment that never closes. */
  readonly isUnclosed: boolean;
}

export function readLine(source: string, start: number): Line {
  let position = start;
  let firstLineEnd = -1;
  while (position < source.length) {
    const unit = source.charCodeAt(position);
    if (isLineEnd(unit)) break;
    if (unit !== code.less || !isCommentStart(source, position)) {
      position++;
      continue;
    }
    const close = commentEnd(source, position);
    const behind = close === -1 ? source.length : close;
    if (firstLineEnd === -1) firstLineEnd = physicalLineEnd(source, position, behind);
    position = behind;
    if (close === -1) return toLine(source, { start, end: position, firstLineEnd, isUnclosed: true });
  }
  if (firstLineEnd === -1) firstLineEnd = position;
  return toLine(source, { start, end: position, firstLineEnd, isUnclosed: false });
}

/** Whether three or more hyphens and nothing else are between two offsets. */
export function isHyphens(source: string, start: number, end: number): boolean {
  if (end - start < 3) return false;
  for (let position = start; position < end; position++) {
    if (source.charCodeAt(position) !== code.hyphen) return false;
  }
  return true;
}

interface RawLine {
  readonly start: number;
  /** Before the end of the line. */
  readonly end: number;
  readonly firstLineEnd: number;
  readonly isUnclosed: boolean;
}

function toLine(source: string, { start, end, firstLineEnd, isUnclosed }: RawLine): Line {
  const textStart = skipSpace(source, start, end);
  const textEnd = trimmedEnd(source, textStart, end);
  const endOffset = afterLineEnd(source, end);
  return { startOffset: start, endOffset, textStart, textEnd, firstLineEnd, isUnclosed };
}

/** Where the line that holds `start` ends in the source, comments or not; at most `limit`. */
export function physicalLineEnd(source: string, start: number, limit = source.length): number {
  let position = start;
  while (position < limit && !isLineEnd(source.charCodeAt(position))) position++;
  return position;
}

/** Behind the line feed, the carriage return, or both, at the position. */
export function afterLineEnd(source: string, position: number): number {
  if (position >= source.length) return source.length;
  const isPair =
    source.charCodeAt(position) === code.carriageReturn && source.charCodeAt(position + 1) === code.lineFeed;
  return position + (isPair ? 2 : 1);
}
