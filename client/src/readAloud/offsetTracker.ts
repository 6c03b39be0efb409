/** One change of a document, as VS Code tells it: in the offsets before it. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** Follows places of a text through the edits made since. */
export interface OffsetTracker {
  /** @param changes  of one event, each in the offsets before the event */
  change(changes: readonly TextChange[]): void;
  /** Where a stretch of the first text is now; null where nothing of it is left. */
  place(startOffset: number, endOffset: number): PlacedText | null;
  /** Where a place between two characters of the first text is now: behind what was put there. */
  at(offset: number): number;
}

export interface PlacedText {
  readonly startOffset: number;
  readonly endOffset: number;
}

export function createOffsetTracker(): OffsetTracker {
  const made: TextChange[] = [];
  return {
    change(changes) {
      // From the end, so that the offsets of each still hold.
      made.push(...changes.toSorted((left, right) => right.rangeOffset - left.rangeOffset));
    },
    place(startOffset, endOffset) {
      const place = made.reduce(move, { startOffset, endOffset });
      return place.startOffset < place.endOffset ? place : null;
    },
    at: (offset) => made.reduce(movePoint, offset),
  };
}

function movePoint(offset: number, { rangeOffset, rangeLength, text }: TextChange): number {
  if (rangeOffset > offset) return offset;
  return Math.max(rangeOffset + rangeLength, offset) + text.length - rangeLength;
}

/** What a change leaves of a stretch: text that is put inside of it belongs to it, at its borders it does not. */
function move({ startOffset, endOffset }: PlacedText, change: TextChange): PlacedText {
  const { rangeOffset, rangeLength, text } = change;
  const changedEnd = rangeOffset + rangeLength;
  const growth = text.length - rangeLength;
  if (changedEnd <= startOffset) return { startOffset: startOffset + growth, endOffset: endOffset + growth };
  if (rangeOffset >= endOffset) return { startOffset, endOffset };
  const isInside = rangeOffset > startOffset && changedEnd < endOffset;
  if (isInside) return { startOffset, endOffset: endOffset + growth };
  const start = rangeOffset <= startOffset ? rangeOffset + text.length : startOffset;
  const end = changedEnd >= endOffset ? Math.min(rangeOffset, endOffset) : endOffset + growth;
  return { startOffset: start, endOffset: Math.max(start, end) };
}
