import type { PlanUtterance, SourceMapping } from '../../script/lowering/plan.ts';
import type { TextRange } from '../../text/textRange.ts';

/**
 * Where a stretch of an utterance's text stands in the source. Words that stand for others, such as those of an alias
 * or of a number that is said, lead to all that they stand for; text that has no place of its own leads to the place
 * before it.
 */
export function toSourceRange(
  { sourceMap, source }: Pick<PlanUtterance, 'sourceMap' | 'source'>,
  { startOffset, endOffset }: TextRange,
): TextRange {
  const first = firstTouching(sourceMap, startOffset);
  const last = lastTouching(sourceMap, Math.max(startOffset, endOffset - 1));
  const start = first === undefined ? source.startOffset : placeOf(first, startOffset).startOffset;
  const end = last === undefined ? start : placeOf(last, Math.max(startOffset, endOffset - 1)).endOffset;
  return { startOffset: start, endOffset: Math.max(start, end) };
}

/** The first mapping that ends behind an offset, else the last one. */
function firstTouching(sourceMap: readonly SourceMapping[], offset: number): SourceMapping | undefined {
  return sourceMap.find(({ textStart, textLength }) => textStart + textLength > offset) ?? sourceMap.at(-1);
}

/** The last mapping that begins at an offset or before it, else the first one. */
function lastTouching(sourceMap: readonly SourceMapping[], offset: number): SourceMapping | undefined {
  return sourceMap.findLast(({ textStart }) => textStart <= offset) ?? sourceMap[0];
}

/** One character of the text, in the source. */
function placeOf(mapping: SourceMapping, offset: number): TextRange {
  const { textStart, textLength, sourceStart, sourceLength } = mapping;
  if (mapping.isReplacement === true)
    return { startOffset: sourceStart, endOffset: sourceStart + sourceLength };
  const within = Math.min(Math.max(0, offset - textStart), Math.max(0, textLength - 1));
  const end = offset >= textStart + textLength ? sourceLength : within + 1;
  return { startOffset: sourceStart + within, endOffset: sourceStart + end };
}
