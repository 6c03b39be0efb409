import { SpeechError } from '../../../protocol/errors.ts';

export interface StorePlace {
  readonly folder: string;
  /** What the work writes in all, where that is known. */
  readonly neededBytes?: number;
  /** Of the environment, that names another folder; absent: `ALOUD_CACHE`. */
  readonly variable?: string;
}

/** Runs work on the store's disk and translates what the disk refuses into `diskFull` and `cacheNotWritable`. */
export async function inStore<Result>(place: StorePlace, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(error, place);
  }
}

function toStoreError(
  error: unknown,
  { folder, neededBytes, variable = 'ALOUD_CACHE' }: StorePlace,
): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SpeechError('diskFull', {
        message: `The disk of '${folder}' is full${neededBytes === undefined ? '' : `: ${megabytes(neededBytes)} MB are needed`}.`,
        hint: `Free some space, or set ${variable} to a folder on another disk.`,
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return new SpeechError('cacheNotWritable', {
        message: `The folder '${folder}' cannot be written: ${writeFailureReason(error)}.`,
        hint: `Change its permissions, or set ${variable} to a folder of your own.`,
        cause: error,
      });
    default:
      return error;
  }
}

/** For messages: whole megabytes, rounded up. */
export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** For messages: why a file could not be read, as the end of a sentence. */
export function readFailureReason(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder';
    case 'ERR_FS_FILE_TOO_LARGE':
      return 'it is larger than 2 GB';
    default:
      return pathFailureReason(error);
  }
}

/** For messages: why a file or folder could not be written, as the end of a sentence. */
export function writeFailureReason(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the disk is read-only';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EISDIR':
      return 'it is a folder';
    case 'EEXIST':
      return 'there is a file of that name';
    default:
      return pathFailureReason(error);
  }
}

function pathFailureReason(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOTDIR':
      return 'a part of its path is not a folder';
    case 'ELOOP':
      return 'its links lead in a circle';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
