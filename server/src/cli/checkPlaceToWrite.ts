import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { errorCode, writeFailureReason } from '../files/fileSystemErrors.ts';
import { UsageError } from './failure.ts';

/**
 * Finds before long work what would keep its result from being written. The disk may still be full afterwards.
 *
 * @param example  a name that would do
 * @throws UsageError for no name; SpeechError fileUnwritable
 */
export async function checkPlaceToWrite(place: string, example: string): Promise<void> {
  if (place === '') throw new UsageError('The file to write has no name.', `Name one, such as ${example}.`);
  if (/[/\\]$/u.test(place)) throw noFile(place, true, example);
  try {
    const found = await statOrNull(place);
    if (found !== null && !found.isFile()) throw noFile(place, found.isDirectory(), example);
    await access(found === null ? path.dirname(place) : place, constants.W_OK);
  } catch (cause) {
    if (cause instanceof SpeechError) throw cause;
    throw new SpeechError('fileUnwritable', {
      message: `${place} cannot be written: ${writeFailureReason(cause)}.`,
      hint: 'Create the folder first, or choose another that your user may write to.',
      cause,
    });
  }
}

/** Null where there is nothing; rejects where the way to it is wrong. */
async function statOrNull(place: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  try {
    return await stat(place);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function noFile(place: string, isFolder: boolean, example: string): SpeechError {
  return new SpeechError('fileUnwritable', {
    message: `${place} is ${isFolder ? 'a folder' : 'a device or pipe'}, not a file.`,
    hint: `Name a file to write, such as ${example}.`,
  });
}
