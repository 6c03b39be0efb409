import type { TextEdit } from '../../text/textRange.ts';

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
