import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { errorCode } from '../files/fileSystemErrors.ts';
import type { DaemonAddress } from './address.ts';
import { checkPrivateFolder } from './privateFolder.ts';

/** A secret that whoever may read the user's private folder knows: 32 random bytes in base64url. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Replaces the token file as a whole; it is readable by its owner only from its first byte on. */
export async function writeToken({ tokenPath }: DaemonAddress, token: string): Promise<void> {
  const partPath = `${tokenPath}.${randomUUID()}.part`;
  try {
    const file = await open(partPath, 'wx', 0o600);
    try {
      await file.writeFile(token);
    } finally {
      await file.close();
    }
    await rename(partPath, tokenPath);
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
}

/**
 * What a client shows to the daemon of that address.
 *
 * @returns null where no daemon has left one
 * @throws SpeechError as `checkPrivateFolder`; unauthorized where the file cannot be read
 */
export async function readToken(address: DaemonAddress): Promise<string | null> {
  await checkPrivateFolder(address);
  try {
    return (await readFile(address.tokenPath, 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new SpeechError('unauthorized', {
      message: `The token of the speech service, '${address.tokenPath}', cannot be read.`,
      hint: 'Remove the file and stop the process that runs the service, then try again.',
      cause: error,
    });
  }
}

/** Takes the same time whatever the difference is: the hashes have one length. */
export function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(sha256(given), sha256(expected));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
