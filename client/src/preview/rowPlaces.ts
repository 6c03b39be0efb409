import type { PreviewRow } from '../../../protocol/previewRow.ts';
import type { RowRange } from './messages.ts';

type Mapped = Pick<PreviewRow, 'text' | 'source' | 'sourceMap'>;

/** Where a place in the text of a row stands in the document. */
export function toSourceOffset({ source, sourceMap }: Mapped, offset: number): number {
  const piece = sourceMap.find(({ textStart, textLength }) => textStart + textLength > offset);
  if (piece === undefined) return source.endOffset;
  if (piece.isReplacement === true) return piece.sourceStart;
  return piece.sourceStart + Math.max(0, offset - piece.textStart);
}

/** What of the text of a row a stretch of the document became; null where that is nothing of this row. */
export function toRowRange(
  { sourceMap }: Mapped,
  { startOffset, endOffset }: { readonly startOffset: number; readonly endOffset: number },
): RowRange | null {
  const touched = sourceMap.filter(
    ({ sourceStart, sourceLength }) => sourceStart < endOffset && sourceStart + sourceLength > startOffset,
  );
  const [first] = touched;
  const last = touched.at(-1);
  if (first === undefined || last === undefined) return null;
  const isWhole = first.isReplacement === true;
  const start = first.textStart + (isWhole ? 0 : Math.max(0, startOffset - first.sourceStart));
  const lastLength =
    last.isReplacement === true ? last.textLength : Math.min(last.textLength, endOffset - last.sourceStart);
  return { start, end: last.textStart + lastLength };
}

/** The row that a place in the document belongs to, or the last one before it; -1 where there is none. */
export function rowIndexAt(
  rows: readonly { readonly planned: Pick<PreviewRow, 'source'> }[],
  offset: number,
): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.planned.source.startOffset ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
