import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import type { ByteSource } from './byteSource.ts';
import { CheckpointFormatError } from './checkpointFormatError.ts';
import { readCheckpointIndex, type CheckpointTensor } from './checkpointIndex.ts';
import { requireFloats, toFloats } from './tensorFloats.ts';

export type { CheckpointTensor } from './checkpointIndex.ts';

/** The tensors of a `.pt` file, which stays open and of which only what is asked for is read. */
export interface Checkpoint {
  readonly file: string;
  readonly tensorNames: readonly string[];

  has(name: string): boolean;

  /** @throws SpeechError modelIncompatible when there is no such tensor */
  tensor(name: string): CheckpointTensor;

  /**
   * A tensor of floats of 16 or 32 bits in row-major order, with these dims.
   *
   * @throws SpeechError modelIncompatible when there is none
   */
  floatTensor(name: string, dims: readonly number[]): FloatTensor;

  /**
   * The values of a tensor, row-major, as float32; float16 and bfloat16 are widened exactly.
   *
   * @param range  of elements, counted in row-major order; absent: all
   * @throws SpeechError modelIncompatible (no such tensor, another type, not row-major), modelCorrupt (cut off since
   *         it was opened)
   */
  read(name: string, range?: ElementRange): Promise<Float32Array>;

  /** A second call does nothing. */
  close(): Promise<void>;
}

/** A tensor whose values are floats. */
export interface FloatTensor extends CheckpointTensor {
  readonly type: 'float32' | 'float16' | 'bfloat16';
}

export interface ElementRange {
  readonly start: number;
  readonly count: number;
}

/**
 * Opens what `torch.save` wrote (a zip of stored entries): reads the names, types, shapes and places of its tensors,
 * and no weights. Nothing in the file is executed; see `readPickle`.
 *
 * @throws SpeechError modelNotInstalled, fileUnreadable, modelCorrupt (no zip, or cut off), modelIncompatible (a zip
 *         that is no such checkpoint, or asks for what only Python may do)
 */
export async function openCheckpoint(
  file: string,
  signal: AbortSignal,
  { dropPrefix = '' }: CheckpointOptions = {},
): Promise<Checkpoint> {
  signal.throwIfAborted();
  const handle = await openFile(file);
  try {
    const source = await createFileSource(handle);
    const tensors = await readCheckpointIndex(untilAborted(source, signal));
    const named = new Map([...tensors].map(([name, tensor]) => [withoutPrefix(name, dropPrefix), tensor]));
    return createCheckpoint({ file, handle, source, tensors: named });
  } catch (error) {
    await handle.close();
    throw toSpeechError(file, error);
  }
}

export interface CheckpointOptions {
  /** What names begin with and lose: a model that was saved as a part of another has the part's name before its own. */
  readonly dropPrefix?: string;
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

interface OpenFile {
  readonly file: string;
  readonly handle: FileHandle;
  readonly source: ByteSource;
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
}

function createCheckpoint({ file, handle, source, tensors }: OpenFile): Checkpoint {
  let closing: Promise<void> | undefined;
  const tensor = (name: string): CheckpointTensor => {
    const found = tensors.get(name);
    if (found === undefined) {
      throw toSpeechError(file, new CheckpointFormatError('foreign', `it has no tensor "${name}"`));
    }
    return found;
  };
  return {
    file,
    tensorNames: [...tensors.keys()],
    has: (name) => tensors.has(name),
    tensor,
    floatTensor(name, dims) {
      const found = tensor(name);
      try {
        if (found.dims.join() !== dims.join()) {
          const shape = `${found.dims.join(' x ')} and not ${dims.join(' x ')}`;
          throw new CheckpointFormatError('foreign', `its tensor "${name}" is ${shape}`);
        }
        return { ...found, type: requireFloats(found) };
      } catch (error) {
        throw toSpeechError(file, error);
      }
    },
    async read(name, range) {
      try {
        return await readFloats(source, tensor(name), range);
      } catch (error) {
        throw toSpeechError(file, error);
      }
    },
    close() {
      closing ??= handle.close();
      return closing;
    },
  };
}

async function readFloats(
  source: ByteSource,
  tensor: CheckpointTensor,
  range: ElementRange = { start: 0, count: tensor.elementCount },
): Promise<Float32Array> {
  const { start, count } = range;
  if (start < 0 || count < 0 || start + count > tensor.elementCount) {
    throw new RangeError(`${tensor.name} has ${tensor.elementCount} elements, not ${start} + ${count}.`);
  }
  requireFloats(tensor);
  const size = tensor.byteLength / Math.max(1, tensor.elementCount);
  const bytes = await source.read(tensor.byteOffset + start * size, count * size);
  return toFloats(tensor, bytes);
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new SpeechError(isMissing ? 'modelNotInstalled' : 'fileUnreadable', {
      message: `The checkpoint ${file} ${isMissing ? 'is not there' : 'cannot be read'}.`,
      hint: isMissing ? 'Install its model with `aloud models pull`.' : 'Check its permissions.',
      cause: error,
    });
  }
}

async function createFileSource(handle: FileHandle): Promise<ByteSource> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw new CheckpointFormatError('foreign', 'it is no file');
  return {
    byteLength: stats.size,
    async read(offset, byteLength) {
      const bytes = new Uint8Array(byteLength);
      for (let done = 0; done < byteLength;) {
        const { bytesRead } = await handle.read(bytes, done, byteLength - done, offset + done);
        if (bytesRead === 0) throw new CheckpointFormatError('broken', 'it ends too early');
        done += bytesRead;
      }
      return bytes;
    },
  };
}

function untilAborted(source: ByteSource, signal: AbortSignal): ByteSource {
  return {
    byteLength: source.byteLength,
    read(offset, byteLength) {
      signal.throwIfAborted();
      return source.read(offset, byteLength);
    },
  };
}

/** What is not about the file stays as it is. */
function toSpeechError(file: string, error: unknown): unknown {
  if (!(error instanceof CheckpointFormatError)) return error;
  const isBroken = error.kind === 'broken';
  return new SpeechError(isBroken ? 'modelCorrupt' : 'modelIncompatible', {
    message: `${path.basename(file)} cannot be used: ${error.message}.`,
    hint: isBroken
      ? 'Download it again; it may have been cut off.'
      : 'Use the file that the authors of the model published; `aloud models remove` makes room for it.',
    cause: error,
  });
}
