import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inStore } from '../files/fileSystemErrors.ts';
import type { ReceivedFile, WantedFile } from './receivedFile.ts';
import { SourceFailure } from './sourceFailure.ts';
import type { Transfer } from './transfer.ts';

export interface ByteOrigin {
  /** For messages. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Writes bytes that are at hand into a part file and checks size and hash on the way.
 * Whatever goes wrong, the part file is gone afterwards: to copy again costs no network.
 *
 * @throws SourceFailure `wrongBytes`; SpeechError `diskFull`, `cacheNotWritable`
 */
export async function copyVerified(
  origin: ByteOrigin,
  wanted: WantedFile,
  transfer: Transfer,
): Promise<ReceivedFile> {
  try {
    const sha256 = await copy(origin.chunks, wanted, transfer);
    if (wanted.sha256 !== null && sha256 !== wanted.sha256) {
      throw new SourceFailure('wrongBytes', `${origin.name} has other bytes than expected.`);
    }
    return { path: wanted.path, partPath: wanted.partPath, sha256 };
  } catch (error) {
    await rm(wanted.partPath, { force: true });
    throw error;
  }
}

async function copy(
  chunks: AsyncIterable<Uint8Array>,
  wanted: WantedFile,
  transfer: Transfer,
): Promise<string> {
  const place = { folder: dirname(wanted.partPath), neededBytes: wanted.bytes };
  const hash = createHash('sha256');
  const part = await inStore(place, () => transfer.openPartFile(wanted.partPath, 'truncate'));
  try {
    for await (const chunk of chunks) {
      transfer.signal.throwIfAborted();
      await inStore(place, () => part.write(chunk));
      hash.update(chunk);
    }
  } finally {
    await inStore(place, () => part.close());
  }
  return hash.digest('hex');
}
