import type { TextEdit, TextRange } from '../../text/textRange.ts';
import { lowerBound } from './lowerBound.ts';
import type { SourceMapping } from './plan.ts';
import type { DraftedText } from './utteranceDraft.ts';

/**
 * The text with parts of it replaced; spans, points and the source map go along.
 *
 * @param edits  in order, apart from each other; no span begins or ends inside of one, and no point is inside of one
 */
export function replaceText(drafted: DraftedText, edits: readonly TextEdit[]): DraftedText {
  if (edits.length === 0) return drafted;
  const parts: string[] = [];
  const sourceMap: SourceMapping[] = [];
  const moved = createOffsetMap(edits);
  let from = 0;
  for (const edit of edits) {
    parts.push(drafted.text.slice(from, edit.startOffset), edit.text);
    const source = sourceOf(drafted, edit);
    if (source !== null && edit.text !== '') {
      const textStart = moved(edit.startOffset);
      const sourceLength = source.endOffset - source.startOffset;
      const textLength = edit.text.length;
      sourceMap.push({
        textStart,
        textLength,
        sourceStart: source.startOffset,
        sourceLength,
        isReplacement: true,
      });
    }
    from = edit.endOffset;
  }
  parts.push(drafted.text.slice(from));
  for (const mapping of drafted.sourceMap) {
    for (const kept of outside(mapping, edits)) {
      sourceMap.push({ ...kept, textStart: moved(kept.textStart) });
    }
  }
  return {
    text: parts.join(''),
    source: drafted.source,
    sourceMap: sourceMap.sort((left, right) => left.textStart - right.textStart),
    points: drafted.points.map((point) => ({ ...point, offset: moved(point.offset) })),
    spans: drafted.spans.map((span) => ({
      ...span,
      startOffset: moved(span.startOffset),
      endOffset: moved(span.endOffset),
    })),
  };
}

/** What a part of the text stands for in the source; null: nothing. */
export function sourceOf({ sourceMap }: Pick<DraftedText, 'sourceMap'>, range: TextRange): TextRange | null {
  let startOffset: number | null = null;
  let endOffset = 0;
  for (const mapping of mappingsIn(sourceMap, range)) {
    const from = Math.max(range.startOffset - mapping.textStart, 0);
    const to = Math.min(range.endOffset - mapping.textStart, mapping.textLength);
    const isWhole = mapping.isReplacement === true;
    startOffset ??= mapping.sourceStart + (isWhole ? 0 : from);
    endOffset = mapping.sourceStart + (isWhole ? mapping.sourceLength : to);
  }
  return startOffset === null ? null : { startOffset, endOffset };
}

/** The mappings that have a part of a stretch of the text. */
export function mappingsIn(sourceMap: readonly SourceMapping[], range: TextRange): readonly SourceMapping[] {
  const endAt = (index: number): number =>
    (sourceMap[index]?.textStart ?? 0) + (sourceMap[index]?.textLength ?? 0);
  const first = lowerBound(sourceMap.length, (index) => endAt(index) > range.startOffset);
  const last = lowerBound(sourceMap.length, (index) => (sourceMap[index]?.textStart ?? 0) >= range.endOffset);
  return sourceMap.slice(first, last);
}

/** Offsets after the edits; one at the end of an edit is behind its new text. */
function createOffsetMap(edits: readonly TextEdit[]): (offset: number) => number {
  let shift = 0;
  const shifts = edits.map(({ startOffset, endOffset, text }) => {
    shift += text.length - (endOffset - startOffset);
    return shift;
  });
  return (offset) => {
    const later = lowerBound(edits.length, (index) => (edits[index]?.endOffset ?? 0) > offset);
    return offset + (shifts[later - 1] ?? 0);
  };
}

/** The parts of a mapping that no edit touches. */
function outside(mapping: SourceMapping, edits: readonly TextEdit[]): SourceMapping[] {
  const end = mapping.textStart + mapping.textLength;
  const first = lowerBound(edits.length, (index) => (edits[index]?.endOffset ?? 0) > mapping.textStart);
  const last = lowerBound(edits.length, (index) => (edits[index]?.startOffset ?? 0) >= end);
  const touching = edits.slice(first, last);
  if (touching.length === 0) return [mapping];
  const kept: SourceMapping[] = [];
  let from = mapping.textStart;
  for (const edit of touching) {
    kept.push(part(mapping, from, edit.startOffset));
    from = edit.endOffset;
  }
  kept.push(part(mapping, from, end));
  return kept.filter(({ textLength }) => textLength > 0);
}

function part(mapping: SourceMapping, from: number, to: number): SourceMapping {
  const textLength = Math.max(0, to - from);
  const sourceStart = mapping.sourceStart + from - mapping.textStart;
  return { textStart: from, textLength, sourceStart, sourceLength: textLength };
}
