import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

/**
 * Yes-or-no questions on a terminal. Anything but a yes is a no. The terminal stays in line mode, so that Ctrl+C
 * is the signal it always is.
 */
export function askOnTerminal(
  stdin: Readable,
  stderr: Writable,
  signal: AbortSignal,
): (question: string) => Promise<boolean> {
  return async (question) => {
    const lines = createInterface({ input: stdin, output: stderr, terminal: false });
    try {
      const answer = await lines.question(`${question} [y/N] `, { signal });
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      lines.close();
    }
  };
}
