/** A stretch of a text, `[startOffset, endOffset)` in UTF-16 code units. */
export interface TextRange {
  readonly startOffset: number;
  readonly endOffset: number;
}
