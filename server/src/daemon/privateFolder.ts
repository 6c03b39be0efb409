import { lstat } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { errorCode } from '../files/fileSystemErrors.ts';
import { makeFolder } from '../system/makeFolder.ts';

/** The folder of a daemon's address, and whose it must be (null: Windows, where the profile's own rights hold). */
export interface PrivateFolder {
  readonly folder: string;
  readonly userId: number | null;
}

/**
 * Creates the folder where it is missing, and checks it as `checkPrivateFolder` does.
 *
 * @throws SpeechError daemonUnreachable where it cannot be created, and as `checkPrivateFolder`
 */
export async function ensurePrivateFolder(place: PrivateFolder): Promise<void> {
  try {
    await makeFolder(place.folder, 0o700);
  } catch (error) {
    // Something else stands there: the check says what.
    if (errorCode(error) !== 'EEXIST') {
      throw new SpeechError('daemonUnreachable', {
        message: `The folder '${place.folder}', where the speech service is found, cannot be created.`,
        hint: 'Set ALOUD_RUNTIME_FOLDER to a folder of your own.',
        cause: error,
      });
    }
  }
  await checkPrivateFolder(place);
}

/**
 * Nobody but the user can have put something into the folder. A folder is checked before every use, since what
 * it is can change.
 *
 * @throws SpeechError unauthorized where somebody else could have; daemonUnreachable where it cannot be read
 */
export async function checkPrivateFolder({ folder, userId }: PrivateFolder): Promise<void> {
  const found = await lstat(folder).catch((error: unknown) => {
    throw new SpeechError('daemonUnreachable', {
      message: `The folder '${folder}', where the speech service is found, cannot be read.`,
      hint: 'Try again, or set ALOUD_RUNTIME_FOLDER to a folder of your own.',
      cause: error,
    });
  });
  if (found.isSymbolicLink()) throw notPrivate(folder, 'is a symbolic link');
  if (!found.isDirectory()) throw notPrivate(folder, 'is not a folder');
  if (userId === null) return;
  if (found.uid !== userId) {
    throw notPrivate(folder, `belongs to user ${found.uid}, not to user ${userId} who asks`);
  }
  if ((found.mode & 0o077) !== 0) {
    throw notPrivate(folder, `is open to others (mode ${(found.mode & 0o777).toString(8)})`);
  }
}

function notPrivate(folder: string, fault: string): SpeechError {
  return new SpeechError('unauthorized', {
    message: `The folder '${folder}' ${fault}, so what is in it cannot be trusted.`,
    hint: `Remove it, or set ALOUD_RUNTIME_FOLDER to a folder of your own with mode 700.`,
  });
}
