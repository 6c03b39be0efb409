import { randomUUID } from 'node:crypto';
import { chmod, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { writeFailureReason } from '../files/fileSystemErrors.ts';
import { finishPartFile } from '../files/partFile.ts';

/**
 * Gives a file that is there another text, as a whole: readers see the old or the new one, never a half. Its mode stays,
 * and so does a link to it.
 *
 * @throws SpeechError fileUnwritable
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  try {
    const place = await realpath(file);
    const found = await stat(place);
    // A device would be replaced, too.
    if (!found.isFile()) throw new Error('it is no file');
    const { mode } = found;
    const partPath = `${place}.${randomUUID()}.part`;
    try {
      await writeFile(partPath, text, { flag: 'wx', mode });
      // What the process's mask took away when the file was made.
      await chmod(partPath, mode);
      await finishPartFile(partPath, place);
    } finally {
      await rm(partPath, { force: true });
    }
  } catch (cause) {
    throw new SpeechError('fileUnwritable', {
      message: `${file} could not be written: ${writeFailureReason(cause)}.`,
      hint: 'Check that you may write the file and its folder, and that the disk has space.',
      cause,
    });
  }
}
