import { open } from 'node:fs/promises';
import { posix } from 'node:path';
import { SpeechError } from '../../../protocol/errors.ts';
import { readModelOutline } from '../onnx/modelOutline.ts';
import { OnnxFormatError } from '../onnx/onnxFormatError.ts';
import type { Model } from '../onnx/onnxModel.ts';
import { errorCode, readFailureReason } from '../files/fileSystemErrors.ts';
import type { InstalledModel } from './installedModel.ts';

/**
 * Reads one of a model's graphs without its weights: what is read of a gigabyte is a megabyte or two. Its constants
 * name their places from the model's folder, which a session must be told (`SessionOptions.dataFolder`).
 *
 * @throws SpeechError modelNotInstalled, fileUnreadable, modelCorrupt; the signal's reason
 */
export async function readGraphOutline(
  model: InstalledModel,
  fileName: string,
  signal: AbortSignal,
): Promise<Model> {
  signal.throwIfAborted();
  const path = model.path(fileName);
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      const outline = await readModelOutline({
        byteLength: size,
        location: fileName,
        async read(offset, byteLength) {
          signal.throwIfAborted();
          const bytes = new Uint8Array(byteLength);
          const { bytesRead } = await handle.read(bytes, { position: offset });
          return bytes.subarray(0, bytesRead);
        },
      });
      locateConstants(outline, fileName);
      return outline;
    } finally {
      await handle.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toSpeechError(path, error);
  }
}

/** Constants that were in files of their own are named from the folder of the graph. */
function locateConstants({ graph }: Model, fileName: string): void {
  for (const { externalData } of graph?.initializers ?? [])
    for (const entry of externalData)
      if (entry.key === 'location' && entry.value !== fileName)
        entry.value = posix.join(posix.dirname(fileName), entry.value);
}

function toSpeechError(path: string, error: unknown): SpeechError {
  if (error instanceof OnnxFormatError)
    return new SpeechError('modelCorrupt', {
      message: `The file ${path} is not a readable ONNX model.`,
      hint: 'Remove its model with `aloud models remove` and pull it again.',
      cause: error,
    });
  const isMissing = ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
  return new SpeechError(isMissing ? 'modelNotInstalled' : 'fileUnreadable', {
    message: isMissing
      ? `The model file ${path} is not there.`
      : `The model file ${path} cannot be read: ${readFailureReason(error)}.`,
    hint: 'Install its model with `aloud models pull`.',
    cause: error,
  });
}
