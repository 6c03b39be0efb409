import type { TextRange } from '../../text/textRange.ts';

/** Nothing but the offsets, each moved. */
export function shiftRange({ startOffset, endOffset }: TextRange, shift: number): TextRange {
  return { startOffset: startOffset + shift, endOffset: endOffset + shift };
}
