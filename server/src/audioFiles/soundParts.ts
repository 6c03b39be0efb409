import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isProcessRunning } from '../system/isProcessRunning.ts';

/** Where the samples of a file lie until it is complete. Its name says which process writes it. */
export function partPath(target: string): string {
  return `${target}.${process.pid}-${randomBytes(3).toString('hex')}.part`;
}

/** Removes the parts of a file that nobody will complete, as `removeLeftPartsOf`. Never throws. */
export async function removeLeftParts(target: string): Promise<void> {
  await removeLeftPartsOf(path.dirname(target), (name) => name === path.basename(target));
}

/**
 * Removes the parts of files that nobody will complete: their process was killed, or the machine went off. What was
 * written a moment ago stays, as it may be of another machine that shares the folder. Never throws.
 *
 * @param isTarget  whether the parts of a file of that name are meant
 */
export async function removeLeftPartsOf(folder: string, isTarget: (name: string) => boolean): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const [, target = '', pid] = partName.exec(name) ?? [];
    if (pid === undefined || !isTarget(target) || (await isProcessRunning(Number(pid)))) continue;
    const part = path.join(folder, name);
    const found = await stat(part).catch(() => null);
    if (found?.isFile() !== true || Date.now() - found.mtimeMs < leastAgeMs) continue;
    await rm(part, { force: true }).catch(() => undefined);
  }
}

const partName = /^(.+)\.(\d{1,10})-[0-9a-f]{6}\.part$/su;
const leastAgeMs = 60_000;
