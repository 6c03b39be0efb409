import type { TextRange } from '../../../server/src/text/textRange.ts';

/** A text with the place that is meant: `MARA: [<|>` is the text `MARA: [` and the offset 7. */
export function marked(text: string): { readonly source: string; readonly offset: number } {
  const { source, startOffset, endOffset } = markedRange(text);
  if (startOffset !== endOffset) throw new Error(`one ${mark} is one place: ${text}`);
  return { source, offset: startOffset };
}

/** A text with a range that is meant: `a <|>b<|> c`; with one mark, the empty range there. */
export function markedRange(text: string): TextRange & { readonly source: string } {
  const parts = text.split(mark);
  if (parts.length < 2 || parts.length > 3) throw new Error(`expected one ${mark} or two: ${text}`);
  const startOffset = parts[0]?.length ?? 0;
  const length = parts.length === 3 ? (parts[1]?.length ?? 0) : 0;
  return { source: parts.join(''), startOffset, endOffset: startOffset + length };
}

const mark = '<|>';
