import type { TextRange } from '../text/textRange.ts';

/** A place as the language server protocol counts it: lines and UTF-16 code units from 0. */
export interface LineRange {
  readonly start: LinePosition;
  readonly end: LinePosition;
}

export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Tells where in its lines a stretch of a text is. */
export function createLineIndex(source: string): (range: TextRange) => LineRange {
  const starts = [0, ...Array.from(source.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
  const positionOf = (offset: number): LinePosition => {
    const line = Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
    return { line, character: offset - (starts[line] ?? 0) };
  };
  return ({ startOffset, endOffset }) => ({ start: positionOf(startOffset), end: positionOf(endOffset) });
}
