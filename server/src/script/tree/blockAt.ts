import { shiftRange, type TextRange } from '../../text/textRange.ts';
import type { Script } from './tree.ts';

/** The index of the block that holds the offset; of the last one at the end of the source, -1 where there is none. */
export function blockIndexAt({ blockStarts }: Pick<Script, 'blockStarts'>, offset: number): number {
  let low = 0;
  let high = blockStarts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blockStarts[middle] ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, Math.min(0, blockStarts.length - 1));
}

/** The text of a range inside a block. */
export function textOf({ source, blockStarts }: Script, blockIndex: number, range: TextRange): string {
  const start = blockStarts[blockIndex] ?? source.length;
  return source.slice(start + range.startOffset, start + range.endOffset);
}

/** A range inside a block as a range of the source. */
export function toSourceRange(
  { blockStarts, source }: Script,
  blockIndex: number,
  range: TextRange,
): TextRange {
  return shiftRange(range, blockStarts[blockIndex] ?? source.length);
}
