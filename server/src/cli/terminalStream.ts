import type { Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Characters that fit on a line without a wrap. */
export function lineWidth({ columns = 80 }: TerminalStream): number {
  return Math.max(20, columns - 1);
}

/** In place of the line that the cursor is on. @param text  not longer than the line */
export function overwriteLine(stream: TerminalStream, text: string): void {
  stream.write(`\r\x1b[2K${text}`);
}
