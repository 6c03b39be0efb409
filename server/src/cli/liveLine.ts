import { printable } from './printable.ts';
import { overwriteLine, lineWidth, type TerminalStream } from './terminalStream.ts';

/** A text that grows, on one line of a terminal. */
export interface LiveLine {
  /** In place of what was shown; of a text that is too long its end. */
  show(text: string): void;
  /** A line feed that was typed has moved on to the next line; back to the one that is shown. */
  goBack(): void;
  /** Nothing is shown any more. */
  clear(): void;
}

/** Shows nothing where the stream is no terminal. */
export function createLiveLine(stream: TerminalStream): LiveLine {
  let isShown = false;
  return {
    show(text) {
      if (stream.isTTY !== true) return;
      overwriteLine(stream, endOf(printable(text), lineWidth(stream)));
      isShown = true;
    },
    goBack() {
      if (isShown) stream.write('\x1b[A');
    },
    clear() {
      if (isShown) overwriteLine(stream, '');
      isShown = false;
    },
  };
}

function endOf(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(1 - width)}`;
}
