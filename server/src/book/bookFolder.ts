import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { removeLeftPartsOf } from '../audioFiles/soundParts.ts';
import { toWriteError } from '../audioFiles/toWriteError.ts';
import { errorCode, readFailureReason } from '../files/fileSystemErrors.ts';
import { withLock } from '../files/lock.ts';
import { writeTextFile } from '../scripts/writeTextFile.ts';
import {
  bookRecordName,
  isChapterName,
  parseBookRecord,
  type BookRecord,
  type FileRecord,
} from './bookRecord.ts';
import { scratchName } from './soundScratch.ts';

/** What tells one book from another. */
export interface BookIdentity {
  /** Name of the file that it is made of. */
  readonly script: string;
  readonly title: string;
}

export interface FolderWish {
  readonly signal: AbortSignal;
  /** Told once where another process makes a book in the folder; null: it cannot be told which. */
  readonly onWait: (processId: number | null) => void;
}

/**
 * Makes the folder of a book where it is not there, and works in it while no other process does.
 *
 * @throws SpeechError diskFull, fileUnwritable; what `work` throws; the signal's reason after an abort
 */
export async function inBookFolder<Result>(
  folder: string,
  { signal, onWait }: FolderWish,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lock = { isHeld: false };
  try {
    return await withLock(path.join(folder, lockName), { signal, onWait }, (either) => {
      lock.isHeld = true;
      return work(either);
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw lock.isHeld ? cause : toWriteError(folder, cause);
  }
}

const lockName = '.aloud.lock';

/**
 * Reads what a folder says of the book in it, and removes what killed processes left of its files.
 *
 * @returns null for a folder that says nothing
 * @throws SpeechError fileUnwritable for the folder of another book, or of something else that has a `book.json`, as its
 *         files would be removed; fileUnreadable
 */
export async function openBookFolder(folder: string, book: BookIdentity): Promise<BookRecord | null> {
  const record = await readRecord(folder);
  if (record !== null && record.script !== book.script && record.title !== book.title) {
    const { title, script } = record;
    throw new SpeechError('fileUnwritable', {
      message: `${folder} holds another book: "${title}", made of ${script}.`,
      hint: `Choose another folder; if it is the same book, remove ${bookRecordName} there.`,
    });
  }
  await removeLeftPartsOf(folder, (name) => name === scratchName || isChapterName(name));
  return record;
}

async function readRecord(folder: string): Promise<BookRecord | null> {
  const file = path.join(folder, bookRecordName);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return null;
    throw new SpeechError('fileUnreadable', {
      message: `${file} could not be read: ${readFailureReason(cause)}.`,
      hint: 'Choose another folder for the book.',
      cause,
    });
  });
  if (text === null) return null;
  const record = parseBookRecord(text);
  if (record !== null) return record;
  throw new SpeechError('fileUnwritable', {
    message: `${file} is not what this version of Aloud writes of a book, and would be replaced.`,
    hint: 'Choose another folder, or remove that file: all chapters are made anew then.',
  });
}

/** @throws SpeechError fileUnwritable */
export async function writeRecord(folder: string, record: BookRecord): Promise<void> {
  await writeTextFile(path.join(folder, bookRecordName), `${JSON.stringify(record, null, 2)}\n`);
}

export async function describeFile(folder: string, name: string): Promise<FileRecord> {
  const { size } = await stat(path.join(folder, name));
  return { name, bytes: size };
}

export async function isUnchanged(folder: string, { name, bytes }: FileRecord): Promise<boolean> {
  const found = await stat(path.join(folder, name)).catch(() => null);
  return found?.isFile() === true && found.size === bytes;
}

/** Removes the files of a book that it has no more, if they are as they were written. */
export async function removeStale(
  folder: string,
  before: BookRecord | null,
  after: BookRecord,
): Promise<void> {
  const kept = new Set(await Promise.all(filesOf(after).map(({ name }) => identify(folder, name))));
  for (const file of before === null ? [] : filesOf(before)) {
    if (kept.has(await identify(folder, file.name)) || !(await isUnchanged(folder, file))) continue;
    const stale = path.join(folder, file.name);
    await rm(stale, { force: true }).catch((cause: unknown) => {
      throw toWriteError(stale, cause);
    });
  }
}

/** The same for two names of one file, as where a system takes "The storm" and "The Storm" for one; null: it is gone. */
async function identify(folder: string, name: string): Promise<string | null> {
  const found = await stat(path.join(folder, name), { bigint: true }).catch(() => null);
  return found === null ? null : `${found.dev} ${found.ino}`;
}

function filesOf({ chapters, wholes }: BookRecord): readonly FileRecord[] {
  return [...chapters.flatMap(({ files }) => files), ...wholes];
}
