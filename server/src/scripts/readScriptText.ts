import { constants, open } from 'node:fs/promises';

/**
 * The text of a file that a script names, or of a script.
 *
 * @returns null where there is no such file, where it is none, or where it is longer than the limit
 */
export async function readScriptText(file: string, limitBytes = includeLimitBytes): Promise<string | null> {
  try {
    // A pipe without a writer would keep a thread waiting.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > limitBytes) return null;
    // A file that grows meanwhile is read as far as it went.
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(stats.size), 0, stats.size, 0);
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } catch {
    return null;
  }
}

const includeLimitBytes = 4 * 1024 * 1024;
