import { execFile } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { SpeechError } from '../../../protocol/errors.ts';
import { partPath } from '../audioFiles/soundParts.ts';
import { toConcatList, toMetadata, type ChapteredBook } from './m4bInputs.ts';
import { scratchName } from './soundScratch.ts';

export interface M4bPlace {
  /** Absolute path of ffmpeg. */
  readonly program: string;
  readonly folder: string;
  readonly name: string;
}

/**
 * Puts the chapters of a book into one M4B file, AAC with 96 kbit/s, with their titles at their times.
 *
 * @throws SpeechError fileUnwritable with what ffmpeg says; the signal's reason after an abort; nothing is left then
 */
export async function writeM4b(
  book: ChapteredBook,
  { program, folder, name }: M4bPlace,
  signal: AbortSignal,
): Promise<void> {
  const base = path.resolve(folder, scratchName);
  const [list, metadata, part] = [partPath(base), partPath(base), partPath(base)];
  try {
    await writeFile(list, toConcatList(book.chapters));
    await writeFile(metadata, toMetadata(book));
    await runProgram(
      program,
      [
        ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
        ...['-f', 'concat', '-safe', '0', '-i', list, '-f', 'ffmetadata', '-i', metadata],
        ...['-map', '0:a', '-map_metadata', '1', '-map_chapters', '1'],
        ...['-c:a', 'aac', '-b:a', '96k', '-f', 'ipod', part],
      ],
      signal,
    );
    await rename(part, path.join(folder, name));
  } catch (cause) {
    signal.throwIfAborted();
    throw toM4bError(name, cause);
  } finally {
    await Promise.all([list, metadata, part].map((file) => rm(file, { force: true })));
  }
}

const run = promisify(execFile);

/** Ends when the program has ended, also after an abort: until then Windows keeps the files that it has open. */
async function runProgram(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const running = run(program, args, { signal, killSignal: 'SIGKILL' });
  const ended = new Promise((resolve) => running.child.once('close', resolve));
  try {
    await running;
  } finally {
    await ended;
  }
}

function toM4bError(name: string, cause: unknown): SpeechError {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
  const [reason = ''] = said.split('\n').slice(-1);
  return new SpeechError('fileUnwritable', {
    message: `${name} could not be put together: ${reason}.`,
    hint: 'The chapters are complete. Check that the disk has space, or leave m4b out.',
    cause,
  });
}
