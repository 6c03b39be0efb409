import { SpeechError } from '../../../protocol/errors.ts';

/** What keeps a sound file from being written, `diskFull` or `fileUnwritable`. @param path  as the user named it */
export function toWriteError(path: string, cause: unknown): SpeechError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SpeechError('diskFull', {
      message: `The disk is full: ${path} could not be written.`,
      hint: 'Free some space, or write to another drive.',
      cause,
    });
  }
  const { reason, hint } = unwritableReasons[code] ?? {
    reason: code,
    hint: 'Check the drive, or choose another folder.',
  };
  return new SpeechError('fileUnwritable', { message: `${path} cannot be written: ${reason}.`, hint, cause });
}

const noPermission = { reason: 'permission denied', hint: 'Choose a folder that your user may write to.' };

const unwritableReasons: Readonly<Record<string, { readonly reason: string; readonly hint: string }>> = {
  ENAMETOOLONG: { reason: 'its name is too long', hint: 'Give it a shorter one.' },
  ENOENT: { reason: 'its folder does not exist', hint: 'Create the folder first, or choose another.' },
  ENOTDIR: { reason: 'a part of its path is not a folder', hint: 'Choose another folder.' },
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: { reason: 'the drive is read-only', hint: 'Choose a folder on another drive.' },
};
