import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isProcessRunning } from '../system/isProcessRunning.ts';

/** Where the samples of a file lie until it is complete. Its name says which process writes it. */
export function partPath(target: string): string {
  return `${target}.${process.pid}-${randomBytes(3).toString('hex')}.part`;
}

/**
 * Removes the parts of a file that nobody will complete: their process was killed, or the machine went off. What was
 * written a moment ago stays, as it may be of another machine that shares the folder. Never throws.
 */
export async function removeLeftParts(target: string): Promise<void> {
  const folder = path.dirname(target);
  const start = `${path.basename(target)}.`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(start) ? endOfPart.exec(name.slice(start.length))?.[1] : undefined;
    if (pid === undefined || (await isProcessRunning(Number(pid)))) continue;
    const part = path.join(folder, name);
    const found = await stat(part).catch(() => null);
    if (found?.isFile() !== true || Date.now() - found.mtimeMs < leastAgeMs) continue;
    await rm(part, { force: true }).catch(() => undefined);
  }
}

const endOfPart = /^(\d{1,10})-[0-9a-f]{6}\.part$/u;
const leastAgeMs = 60_000;
