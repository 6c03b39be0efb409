import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { copyVerified } from './copyVerified.ts';
import { statFile } from './manifest.ts';
import type { OnFraction, ReceivedFile, WantedFile } from './receivedFile.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';

/** Copies one file that the user already has. */
export async function copyFromFolder(
  path: string,
  { wanted, onFraction }: { readonly wanted: WantedFile; readonly onFraction: OnFraction },
  transfer: Transfer,
): Promise<ReceivedFile> {
  const found = await statFile(path);
  if (found === null) {
    throw new SourceFailure('unavailable', `There is no '${path}'.`);
  }
  if (wanted.sha256 !== null && found.bytes !== wanted.bytes) {
    throw new SourceFailure('wrongBytes', `'${path}' has ${found.bytes} bytes instead of ${wanted.bytes}.`);
  }
  const received = await copyVerified(
    {
      name: `'${path}'`,
      chunks: readCounted(path, { totalBytes: found.bytes, onFraction }, transfer.signal),
    },
    wanted,
    transfer,
  );
  if (wanted.sha256 === null) {
    transfer.onNote(
      `The catalogue has no checksum for '${wanted.path}'; from now on sha256 ${received.sha256} counts (of the file given).`,
    );
  }
  return received;
}

/** Where a model's file may lie in a folder that the user names: as in the store, or beside the others. */
export async function findInFolder(folder: string, model: string, path: string): Promise<string> {
  const candidates = [join(folder, path), join(folder, model, path), join(folder, basename(path))];
  for (const candidate of candidates) {
    if ((await statFile(candidate)) !== null) {
      return candidate;
    }
  }
  return join(folder, path);
}

async function* readCounted(
  path: string,
  { totalBytes, onFraction }: { readonly totalBytes: number; readonly onFraction: OnFraction },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let readBytes = 0;
  for await (const chunk of createReadStream(path, {
    signal,
    highWaterMark: 1 << 18,
  }) as AsyncIterable<Buffer>) {
    readBytes += chunk.length;
    onFraction(Math.min(readBytes / totalBytes, 1));
    yield chunk;
  }
}
