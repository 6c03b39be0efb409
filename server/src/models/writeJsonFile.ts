import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finishPartFile } from '../files/partFile.ts';
import { makeFolder } from '../system/makeFolder.ts';

/** Replaces a small JSON file as a whole: readers see the old or the new one, never a half. */
export async function writeJsonFile(path: string, value: unknown): Promise<void> {
  const partPath = `${path}.${randomUUID()}.part`;
  try {
    await makeFolder(dirname(path));
    await writeFile(partPath, `${JSON.stringify(value, null, 2)}\n`);
    await finishPartFile(partPath, path);
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
}
