import type { SourceMapping } from './plan.ts';
import type { DraftedText } from './utteranceDraft.ts';

/** A text in two: up to an offset, and from it on, without the white space there. Spans and points go with the rest. */
export function splitHead(
  drafted: DraftedText,
  endOffset: number,
): { readonly head: DraftedText; readonly rest: DraftedText } {
  const { text, spans, points, source, sourceMap } = drafted;
  const after = text.slice(endOffset);
  const shift = text.length - after.trimStart().length;
  const headMap = sourceMap.flatMap((mapping) => partOf(mapping, 0, endOffset));
  const restMap = sourceMap.flatMap((mapping) => partOf(mapping, shift, text.length));
  const last = headMap.at(-1);
  const borderOffset = last === undefined ? source.startOffset : last.sourceStart + last.sourceLength;
  return {
    head: {
      text: text.slice(0, endOffset),
      spans: [],
      points: [],
      source: { startOffset: Math.min(source.startOffset, borderOffset), endOffset: borderOffset },
      sourceMap: headMap,
    },
    rest: {
      text: text.slice(shift),
      spans: spans
        .filter((span) => span.endOffset > shift)
        .map((span) => ({
          ...span,
          startOffset: Math.max(0, span.startOffset - shift),
          endOffset: span.endOffset - shift,
        })),
      points: points.map((point) => ({ ...point, offset: Math.max(0, point.offset - shift) })),
      source: { startOffset: Math.max(borderOffset, source.startOffset), endOffset: source.endOffset },
      sourceMap: restMap.map((mapping) => ({ ...mapping, textStart: mapping.textStart - shift })),
    },
  };
}

/** What of a mapping is in a stretch of the text; a replacement is in the one where it begins. */
function partOf(mapping: SourceMapping, startOffset: number, endOffset: number): SourceMapping[] {
  const { textStart, textLength, sourceStart } = mapping;
  if (mapping.isReplacement === true) {
    return textStart >= startOffset && textStart < endOffset ? [mapping] : [];
  }
  const from = Math.max(textStart, startOffset);
  const length = Math.min(textStart + textLength, endOffset) - from;
  if (length <= 0) return [];
  return [
    {
      textStart: from,
      textLength: length,
      sourceStart: sourceStart + from - textStart,
      sourceLength: length,
    },
  ];
}
