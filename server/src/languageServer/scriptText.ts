import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import type { TextEdit } from '../text/textRange.ts';

/** A version of a document's text with its lines. It is never changed: an edit makes another one, in little time. */
export interface ScriptText extends TextDocument {
  /** @param edit  in offsets of this text */
  edited(edit: TextEdit, version: number): ScriptText;
}

interface TextIdentity {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
}

/**
 * Not the library's own document, which either changes in place, under those who still work on an earlier version, or
 * counts all lines anew.
 */
export function createScriptText(identity: TextIdentity, text: string): ScriptText {
  return withLines(identity, text, [0, ...lineStartsIn(text, 0, text.length)]);
}

function withLines(identity: TextIdentity, text: string, lineStarts: readonly number[]): ScriptText {
  const lineEnd = (line: number): number => {
    const next = lineStarts[line + 1] ?? text.length;
    const start = lineStarts[line] ?? next;
    let end = next;
    while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
    return end;
  };
  const offsetAt = ({ line, character }: Position): number => {
    if (line >= lineStarts.length) return text.length;
    const start = lineStarts[line] ?? 0;
    return line < 0 ? 0 : Math.max(start, Math.min(start + character, lineEnd(line)));
  };
  /** Lines beyond the last one are at its end. */
  const getLineRange = (line: number): Range => {
    const inside = Math.min(line, lineStarts.length - 1);
    if (line < 0) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const length = line === inside ? lineEnd(inside) : text.length;
    return {
      start: { line: inside, character: 0 },
      end: { line: inside, character: length - (lineStarts[inside] ?? 0) },
    };
  };
  return {
    ...identity,
    lineCount: lineStarts.length,
    getText: (range?: Range) =>
      range === undefined ? text : text.slice(offsetAt(range.start), offsetAt(range.end)),
    offsetAt,
    getLineRange,
    getEOLCharacters: (line) =>
      line < 0 || line >= lineStarts.length
        ? ''
        : text.slice(lineEnd(line), lineStarts[line + 1] ?? text.length),
    positionAt(offset) {
      const inside = Math.max(0, Math.min(offset, text.length));
      const line = lastAtOrBefore(lineStarts, inside);
      return { line, character: Math.min(inside, lineEnd(line)) - (lineStarts[line] ?? 0) };
    },
    edited(edit, version) {
      const { startOffset, endOffset } = edit;
      const after = text.slice(0, startOffset) + edit.text + text.slice(endOffset);
      const shift = after.length - text.length;
      // The characters beside the edit may be halves of one line end now, or have been.
      const firstLine = Math.max(0, lastAtOrBefore(lineStarts, startOffset) - 1);
      const nextLine = lastAtOrBefore(lineStarts, endOffset) + 2;
      const from = lineStarts[firstLine] ?? 0;
      const to = lineStarts[nextLine] ?? text.length;
      const starts = [
        ...lineStarts.slice(0, firstLine + 1),
        ...lineStartsIn(after, from, to + shift),
        ...lineStarts.slice(nextLine + 1).map((start) => start + shift),
      ];
      return withLines({ ...identity, version }, after, starts);
    },
  };
}

/** Where the lines begin whose ends are in the range; `\r\n` is one end. */
function lineStartsIn(text: string, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let offset = from; offset < to; offset++) {
    const code = text.charCodeAt(offset);
    if (!isLineEnd(code)) continue;
    if (code === carriageReturn && text.charCodeAt(offset + 1) === lineFeed) offset++;
    starts.push(offset + 1);
  }
  return starts;
}

function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const lineFeed = 10;
const carriageReturn = 13;

function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}
