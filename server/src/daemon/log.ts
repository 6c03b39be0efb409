import { isSpeechError } from '../../../protocol/errors.ts';

/** What is told to whoever looks for a fault. Never text or audio of the user. */
export interface Log {
  error(tag: LogTag, message: string, fields?: LogFields): void;
  warn(tag: LogTag, message: string, fields?: LogFields): void;
  info(tag: LogTag, message: string, fields?: LogFields): void;
  debug(tag: LogTag, message: string, fields?: LogFields): void;
}

export type LogTag =
  'daemon' | 'protocol' | 'models' | 'inference' | 'recognition' | 'synthesis' | 'script' | 'sound';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** From the gravest on. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof logLevels)[number];

export interface LogRecord {
  readonly level: LogLevel;
  readonly tag: LogTag;
  readonly message: string;
  readonly fields: LogFields;
}

/** Hands on the records of a level, and of the graver ones. */
export function createLog(sink: (record: LogRecord) => void, level: LogLevel = 'info'): Log {
  const report =
    (own: LogLevel) =>
    (tag: LogTag, message: string, fields: LogFields = {}): void => {
      if (logLevels.indexOf(own) <= logLevels.indexOf(level)) sink({ level: own, tag, message, fields });
    };
  return { error: report('error'), warn: report('warn'), info: report('info'), debug: report('debug') };
}

/**
 * A mistake of ours, for the log: where it happened. What it says may quote what the user said, and is left out, but for
 * a refusal that nobody has caught.
 */
export function describeBug(failure: unknown): { readonly error: string; readonly stack: string | null } {
  if (!(failure instanceof Error)) return { error: typeof failure, stack: null };
  const { name, message, stack = '' } = failure;
  const header = message === '' ? name : `${name}: ${message}`;
  const frames = stack.startsWith(header) ? stack.slice(header.length) : stack;
  return {
    error: isSpeechError(failure) ? message : name,
    stack: frames
      .split('\n')
      .filter((line) => /^ {4}at .+:\d+:\d+\)?$/u.test(line))
      .join('\n'),
  };
}
