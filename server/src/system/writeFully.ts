import type { FileHandle } from 'node:fs/promises';

/** Writes all of the bytes, or fails: a full disk may take a part of them before it says so. */
export async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
