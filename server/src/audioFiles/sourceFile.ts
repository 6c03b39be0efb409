import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';

/** A file open for reading at any place. The one who opened it closes it. */
export interface SourceFile {
  readonly path: string;
  /** Size when it was opened; what is appended later is not read. */
  readonly sizeBytes: number;

  /** @returns at most `length` bytes, fewer only at the end of the file: memory is taken only for bytes that exist */
  read(offset: number, length: number): Promise<Uint8Array>;

  close(): Promise<void>;
}

/** @throws SpeechError fileUnreadable: missing, a folder or device, no permission */
export async function openSourceFile(path: string, signal: AbortSignal): Promise<SourceFile> {
  signal.throwIfAborted();
  const handle = await open(path, readWithoutWaiting).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const stats = await handle.stat();
    signal.throwIfAborted();
    if (!stats.isFile()) throw notAFile(path, stats.isDirectory());
    return sourceOf(handle, path, stats.size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const flags: { readonly O_RDONLY: number; readonly O_NONBLOCK?: number } = constants;

/** A pipe nobody writes to would hold a thread of the process for ever. Windows has no such files, nor the flag. */
const readWithoutWaiting = flags.O_RDONLY | (flags.O_NONBLOCK ?? 0);

function sourceOf(handle: FileHandle, path: string, sizeBytes: number): SourceFile {
  return {
    path,
    sizeBytes,
    read: async (offset, length) => {
      const wanted = Math.max(0, Math.min(length, sizeBytes - offset));
      const bytes = new Uint8Array(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await readOnce(handle, bytes, { path, filled, offset: offset + filled });
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

function readOnce(
  handle: FileHandle,
  bytes: Uint8Array,
  at: { path: string; filled: number; offset: number },
) {
  return handle.read(bytes, at.filled, bytes.length - at.filled, at.offset).catch((error: unknown) => {
    throw unreadable(at.path, error);
  });
}

function notAFile(path: string, isDirectory: boolean): SpeechError {
  return new SpeechError('fileUnreadable', {
    message: `${path} is ${isDirectory ? 'a folder' : 'a device or pipe'}, not a sound file.`,
    hint: isDirectory ? 'Name the files in it.' : 'Save the sound to a file first.',
  });
}

function unreadable(path: string, cause: unknown): SpeechError {
  const { reason, hint } = unreadableReasons[errorCode(cause)] ?? {
    reason: `cannot be read (${errorCode(cause)})`,
    hint: 'Check the file and the drive it is on.',
  };
  return new SpeechError('fileUnreadable', { message: `${path} ${reason}.`, hint, cause });
}

const unreadableReasons: Readonly<Record<string, { readonly reason: string; readonly hint: string }>> = {
  ENOENT: { reason: 'does not exist', hint: 'Check the spelling of the path.' },
  ENOTDIR: { reason: 'does not exist', hint: 'A part of the path before the last is a file, not a folder.' },
  EACCES: { reason: 'cannot be read: permission denied', hint: 'Give your user the right to read the file.' },
  EPERM: { reason: 'cannot be read: permission denied', hint: 'Give your user the right to read the file.' },
  EISDIR: { reason: 'is a folder, not a sound file', hint: 'Name the files in it.' },
  EMFILE: { reason: 'cannot be read: too many files are open', hint: 'Read fewer files at the same time.' },
};

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
