import type { TextRange } from '../../text/textRange.ts';

/** A stretch of a text, and what comes in its place. */
export interface TextEdit extends TextRange {
  readonly text: string;
}

/** @param edits  apart from each other, in order */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { startOffset, endOffset, text } of edits) {
    parts.push(source.slice(position, startOffset), text);
    position = endOffset;
  }
  return parts.join('') + source.slice(position);
}
