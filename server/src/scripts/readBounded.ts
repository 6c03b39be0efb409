import { close, constants, createReadStream, fstat, open } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal, type Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { promisify } from 'node:util';

/**
 * The bytes of a file, or of what a pipe or a device gives. Of what is longer than the limit, some more than the limit
 * come, and not all. A pipe is waited for until somebody has written to it.
 *
 * @throws what the system refuses; an AbortError after an abort, also while a pipe is waited for
 */
export async function readBounded(
  file: string,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  const stream = addAbortSignal(signal, await openStream(file));
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    byteCount += chunk.length;
    if (byteCount > limitBytes) break;
  }
  return Buffer.concat(chunks);
}

const flags: { readonly O_RDONLY: number; readonly O_NONBLOCK?: number } = constants;

/** Opening a pipe would wait for who writes to it in a thread, and nothing but a kill would end the process then. */
const readWithoutWaiting = flags.O_RDONLY | (flags.O_NONBLOCK ?? 0);

/** It closes the file when it ends or is left. */
async function openStream(file: string): Promise<Readable> {
  const fd = await promisify(open)(file, readWithoutWaiting);
  try {
    const stats = await promisify(fstat)(fd);
    if (stats.isFIFO()) return new Socket({ fd, readable: true, writable: false });
    return isatty(fd) ? new ReadStream(fd) : createReadStream(file, { fd });
  } catch (error) {
    await promisify(close)(fd);
    throw error;
  }
}
