import { appendFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../files/fileSystemErrors.ts';
import type { LogRecord } from './log.ts';
import { makeFolder } from '../system/makeFolder.ts';

/** Keeps records in a file, one line each, and never fails: what cannot be written is counted and told later. */
export interface LogFile {
  readonly write: (record: LogRecord) => void;
  /** Resolves when every record given so far was written or lost. */
  flush(): Promise<void>;
}

export interface LogFileOptions {
  readonly path: string;
  /** A file that would grow beyond it becomes `PATH.1`, that one `PATH.2` and so on. */
  readonly maxBytes?: number;
  /** With the current one. */
  readonly fileCount?: number;
  /** Lines that wait for a slow disk; more are lost. */
  readonly maxWaitingLines?: number;
  /** The time of day, for the reader; nothing else depends on it. */
  readonly now?: () => Date;
}

/** Several processes may write one file: it is opened for each write, and lines are appended as a whole. */
export function createLogFile(options: LogFileOptions): LogFile {
  const { path, maxBytes = 1_000_000, fileCount = 3, maxWaitingLines = 1_000 } = options;
  const now = options.now ?? (() => new Date());
  const lines: string[] = [];
  let lostCount = 0;
  /** A failed write may have left half a line. */
  let isTorn = false;
  let writing: Promise<void> | null = null;

  const writeLines = async (): Promise<void> => {
    while (lines.length > 0) {
      const taken = lines.splice(0, batchLines);
      const told = lostCount;
      const text = [
        ...(isTorn ? [''] : []),
        ...(told > 0 ? [`${now().toISOString()} warn daemon ${told} lines were lost here`] : []),
        ...taken,
      ];
      try {
        await append(Buffer.from(`${text.join('\n')}\n`), { path, maxBytes, fileCount });
        isTorn = false;
        lostCount -= told;
      } catch {
        isTorn = true;
        lostCount += taken.length;
      }
    }
    writing = null;
  };

  return {
    write(record) {
      if (lines.length >= maxWaitingLines) {
        lostCount++;
        return;
      }
      lines.push(toLine(record, now()));
      writing ??= writeLines();
    },
    flush: () => writing ?? Promise.resolve(),
  };
}

const batchLines = 100;

function toLine({ level, tag, message, fields }: LogRecord, time: Date): string {
  const told = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  // A message may quote a file name or another program.
  const line = `${message}${told}`.replace(/[\p{Cc}\u2028\u2029]/gu, escape);
  return `${time.toISOString()} ${level} ${tag} ${line}`;
}

/** As JSON would, the two line separators included that it leaves alone. */
function escape(character: string): string {
  const escaped = JSON.stringify(character).slice(1, -1);
  return escaped === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : escaped;
}

async function append(
  bytes: Buffer,
  { path, maxBytes, fileCount }: Required<Pick<LogFileOptions, 'path' | 'maxBytes' | 'fileCount'>>,
): Promise<void> {
  await makeFolder(dirname(path));
  const size = await fileSize(path);
  if (size > 0 && size + bytes.length > maxBytes) {
    for (let number = fileCount - 1; number > 0; number--) {
      await renameIfThere(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`);
    }
  }
  await appendFile(path, bytes, { mode: 0o600 });
}

async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
