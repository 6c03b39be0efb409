import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Sha256 of a file, as lower-case hexadecimal. */
export async function sha256OfFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await hashFile(path, hash, signal);
  return hash.digest('hex');
}

/** Feeds a file to a hash in bounded memory and returns its size in bytes. */
export async function hashFile(path: string, hash: Hash, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  for await (const chunk of createReadStream(path, {
    signal,
    highWaterMark: 1 << 20,
  }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return bytes;
}
