/** A stretch of a text, `[startOffset, endOffset)` in UTF-16 code units. */
export interface TextRange {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** What comes in the place of a stretch of a text. */
export interface TextEdit extends TextRange {
  readonly text: string;
}

/** Nothing but the offsets, each moved. */
export function shiftRange({ startOffset, endOffset }: TextRange, by: number): TextRange {
  return { startOffset: startOffset + by, endOffset: endOffset + by };
}

/** Whether all of the inner one is in the outer one; so is a range in itself. */
export function contains(outer: TextRange, inner: TextRange): boolean {
  return outer.startOffset <= inner.startOffset && inner.endOffset <= outer.endOffset;
}

/** Without the white space at either side. */
export function trimmedRange(text: string, { startOffset, endOffset }: TextRange): TextRange {
  const part = text.slice(startOffset, endOffset);
  const start = startOffset + part.length - part.trimStart().length;
  return { startOffset: start, endOffset: Math.max(start, startOffset + part.trimEnd().length) };
}
