import { statfs } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { megabytes } from './fileSystemErrors.ts';

/** Bytes an ordinary user can still write on the disk of an existing folder. */
export type FreeBytes = (folder: string) => Promise<number>;

export const freeBytes: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws SpeechError `diskFull`, with the size needed */
export async function requireDiskSpace(folder: string, neededBytes: number, free: FreeBytes): Promise<void> {
  const availableBytes = await free(folder);
  if (availableBytes < neededBytes) {
    throw new SpeechError('diskFull', {
      message: `The disk of '${folder}' has ${megabytes(availableBytes)} MB free; ${megabytes(neededBytes)} MB are needed.`,
      hint: `Free ${megabytes(neededBytes - availableBytes)} MB, or set ALOUD_CACHE to a folder on another disk.`,
    });
  }
}
