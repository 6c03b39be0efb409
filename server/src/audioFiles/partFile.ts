import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { partPath, removeLeftParts } from './soundParts.ts';
import { writeFully } from '../system/writeFully.ts';
import { toWriteError } from './toWriteError.ts';

/**
 * A file that is written beside its target and takes its name at the end, so the target is either as it was or
 * complete. Calls must not overlap. After an error or `abort` it is gone, and every further `write` and `close` throws.
 */
export interface PartFile {
  /** @throws SpeechError diskFull, fileUnwritable */
  write(bytes: Uint8Array, position: number): Promise<void>;

  /** Gives the file its name. @throws SpeechError as `write` */
  close(): Promise<void>;

  /** Removes what was written; does nothing after `close` or a second time. Never throws. */
  abort(): Promise<void>;
}

/** The part of a file handle that is needed to write. */
export interface ByteSink {
  write(bytes: Uint8Array, position: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Removes first what a process left that was killed while it wrote the same file.
 *
 * @param path      of the target; a symbolic link is followed, so that the link stays
 * @param openSink  where the bytes go; the file system by default
 * @throws SpeechError fileUnwritable: the folder is missing or not writable, or the target is no ordinary file
 */
export async function createPartFile(
  path: string,
  openSink: (path: string) => Promise<ByteSink> = openFileSink,
): Promise<PartFile> {
  const target = await checkTarget(path);
  await removeLeftParts(target);
  const part = partPath(target);
  const sink = await openSink(part).catch((error: unknown) => {
    throw toWriteError(path, error);
  });
  let isOpen = true;

  const discard = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await sink.close().catch(ignore);
    await rm(part, { force: true }).catch(ignore);
  };
  const attempt = async (step: () => Promise<void>): Promise<void> => {
    if (!isOpen) throw new Error(`${path} is closed`);
    try {
      await step();
    } catch (error) {
      await discard();
      throw toWriteError(path, error);
    }
  };
  return {
    write: (bytes, position) => attempt(() => sink.write(bytes, position)),
    close: () =>
      attempt(async () => {
        await sink.close();
        await rename(part, target);
        isOpen = false;
      }),
    abort: discard,
  };
}

async function openFileSink(path: string): Promise<ByteSink> {
  const handle = await open(path, 'wx');
  return {
    write: (bytes, position) => writeFully(handle, bytes, position),
    close: () => handle.close(),
  };
}

/** Renaming onto a device or a folder would replace the device or fail at the very end, so both are refused first. */
async function checkTarget(path: string): Promise<string> {
  const target = await realpath(path).catch(() => path);
  const stats = await stat(target).catch(() => null);
  if (stats === null) return target;
  if (!stats.isFile()) {
    throw new SpeechError('fileUnwritable', {
      message: `${path} is ${stats.isDirectory() ? 'a folder' : 'a device or pipe'}, not a file.`,
      hint: 'Name a file to write, for example out.wav.',
    });
  }
  const handle = await open(target, 'r+').catch((error: unknown) => {
    throw toWriteError(path, error);
  });
  await handle.close();
  return target;
}

function ignore(): void {
  return;
}
