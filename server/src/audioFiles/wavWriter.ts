import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { SpeechError } from '../../../protocol/errors.ts';
import { encodePcm16 } from '../audio/pcm.ts';
import { buildWavInfo, type SoundTags } from '../audio/soundTags.ts';
import { buildWavHeader, maxWavDataBytes } from '../audio/wav.ts';
import { partPath, removeLeftParts } from './soundParts.ts';

/**
 * Writes a mono 16-bit WAV file. Until `close` the samples lie in a file beside the target, so the target is either
 * as it was or complete. Calls must not overlap. After an error or `abort` the file beside is gone, and every
 * further `write` and `close` throws.
 */
export interface WavWriter {
  /** @throws SpeechError diskFull, fileUnwritable, inputTooLong (4 GiB: 24 hours at 24 kHz) */
  write(samples: Float32Array): Promise<void>;

  /** Completes the header and gives the file its name. @throws SpeechError as `write` */
  close(): Promise<void>;

  /** Removes what was written; does nothing after `close` or a second time. Never throws. */
  abort(): Promise<void>;
}

export interface WavWriterOptions {
  readonly sampleRateHz: number;
  /** What the file says of itself; absent: nothing. */
  readonly tags?: SoundTags;
  /** Where the bytes go; the file system by default. */
  readonly openSink?: (path: string) => Promise<ByteSink>;
}

/** The part of a file handle that the writer needs. */
export interface ByteSink {
  write(bytes: Uint8Array, position: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param path  a symbolic link is followed, so that the link stays
 * @throws SpeechError fileUnwritable: the folder is missing or not writable, or the target is no ordinary file
 */
export async function createWavWriter(path: string, options: WavWriterOptions): Promise<WavWriter> {
  const target = await checkTarget(path);
  await removeLeftParts(target);
  const part = partPath(target);
  const sink = await (options.openSink ?? openFileSink)(part).catch((error: unknown) => {
    throw writeError(path, error);
  });
  let dataBytes = 0;
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
      throw error instanceof SpeechError ? error : writeError(path, error);
    }
  };
  const { sampleRateHz, tags } = options;
  const info = tags === undefined ? new Uint8Array(0) : buildWavInfo(tags);
  const header = (): Uint8Array => buildWavHeader({ sampleRateHz, channelCount: 1, dataBytes, info });
  const headerBytes = header().length;

  await attempt(() => sink.write(header(), 0));
  return {
    write: (samples) =>
      attempt(async () => {
        if (info.length + dataBytes + samples.length * 2 > maxWavDataBytes) throw tooLong(path);
        await sink.write(encodePcm16(samples), headerBytes + dataBytes);
        dataBytes += samples.length * 2;
      }),
    close: () =>
      attempt(async () => {
        await sink.write(header(), 0);
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
    write: async (bytes, position) => {
      // A full disk may take a part of the bytes before it says so.
      for (let done = 0; done < bytes.length;) {
        done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
      }
    },
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
    throw writeError(path, error);
  });
  await handle.close();
  return target;
}

function writeError(path: string, cause: unknown): SpeechError {
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

function tooLong(path: string): SpeechError {
  return new SpeechError('inputTooLong', {
    message: `${path} would be larger than the 4 GiB that a WAV file can hold.`,
    hint: 'Write the text in parts, to several files.',
  });
}

function ignore(): void {
  return;
}
