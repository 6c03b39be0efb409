import type { Failure } from './failure.ts';
import { createLiveLine, type LiveLine } from './liveLine.ts';
import { printable } from './printable.ts';
import { createProgressBar, type ProgressBar, type ProgressUnit } from './progressBar.ts';
import type { TerminalStream } from './terminalStream.ts';

/**
 * The two streams of a command: results on stdout, everything else on stderr. In JSON mode stdout carries
 * records and nothing else; in text mode it carries results and no record.
 */
export interface Output {
  readonly isJson: boolean;
  /** Text for a person or a pipe, which gets it as it is; dropped in JSON mode. A line feed is added. */
  result(text: string): void;
  /** One JSON object on a line of its own; dropped in text mode. */
  record(value: Readonly<Record<string, unknown>>): void;
  /** A line on stderr. */
  note(line: string): void;
  failure(failure: Failure, file?: string): void;
  progress(label: string, unit: ProgressUnit): ProgressBar;
  /** On stderr, for a text that grows; shows nothing in JSON mode or where there is no terminal. */
  liveLine(): LiveLine;
}

export interface OutputStreams {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
}

export function createOutput(streams: OutputStreams, isJson: boolean): Output {
  const { stdout, stderr } = streams;
  const note = (line: string): void => {
    stderr.write(`${printable(line)}\n`);
  };
  const record = (value: Readonly<Record<string, unknown>>): void => {
    if (isJson) stdout.write(`${JSON.stringify(value)}\n`);
  };
  return {
    isJson,
    result(text) {
      if (!isJson) stdout.write(`${stdout.isTTY === true ? printable(text) : text}\n`);
    },
    record,
    note,
    failure({ code, message, hint }, file) {
      if (isJson)
        record({ ok: false, ...(file === undefined ? {} : { file }), error: { code, message, hint } });
      else if (code === 'interrupted') note(`${message} ${hint}`);
      else note(`error: ${message}\n  ${hint}`);
    },
    progress: (label, unit) => createProgressBar(stderr, { label, unit, now: () => performance.now() }),
    liveLine: () => (isJson ? noLine : createLiveLine(stderr)),
  };
}

const noLine: LiveLine = { show: () => undefined, goBack: () => undefined, clear: () => undefined };
