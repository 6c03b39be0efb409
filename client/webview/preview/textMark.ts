import type { RowRange } from '../../src/preview/messages.ts';

/** Marks a stretch of a text without changing the page. */
export interface TextMark {
  /** Null: nothing is marked. */
  set(text: Text | null, range: RowRange | null): void;
}

/** @param name  of `::highlight()` in the style */
export function createTextMark(name: string): TextMark {
  const highlight = new Highlight();
  CSS.highlights.set(name, highlight);
  return {
    set(text, range) {
      highlight.clear();
      if (text === null || range === null) return;
      const stretch = new Range();
      stretch.setStart(text, Math.min(range.start, text.length));
      stretch.setEnd(text, Math.min(range.end, text.length));
      highlight.add(stretch);
    },
  };
}
