/** Both from 0, characters in UTF-16 code units, as the Language Server Protocol counts. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Finds the line of an offset; lines end with a line feed, a carriage return, or both. */
export function createLineIndex(text: string): (offset: number) => LinePosition {
  const starts = [0];
  for (const { 0: lineEnd, index } of text.matchAll(/\r\n|\n|\r/gu)) starts.push(index + lineEnd.length);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  };
}
