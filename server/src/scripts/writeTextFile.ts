import { randomUUID } from 'node:crypto';
import { realpath, rm, writeFile } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { errorCode, writeFailureReason } from '../files/fileSystemErrors.ts';
import { finishPartFile } from '../files/partFile.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Writes a file as a whole, new or in place of one that is there: nobody sees a half.
 *
 * @throws SpeechError fileUnwritable
 */
export async function writeTextFile(file: string, text: string): Promise<void> {
  if (await exists(file)) {
    await replaceFile(file, text);
    return;
  }
  const partPath = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(partPath, text, { flag: 'wx' });
    await finishPartFile(partPath, file);
  } catch (cause) {
    throw new SpeechError('fileUnwritable', {
      message: `${file} could not be written: ${writeFailureReason(cause)}.`,
      hint: 'Check that its folder is there, that you may write in it, and that the disk has space.',
      cause,
    });
  } finally {
    await rm(partPath, { force: true });
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await realpath(file);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}
