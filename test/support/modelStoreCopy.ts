import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { modelsFolder } from '../../server/src/files/cacheFolder.ts';
import { thisUserPlace } from '../../server/src/system/userPlace.ts';
import { requireInstalledModel } from './installedModels.ts';

const modelIds = ['kokoro-82m', 'moonshine-tiny', 'silero-vad'];

/**
 * Puts the user's own models into another cache folder, as hard links where the file system allows: to be damaged
 * and removed there. A file that is written in place must be copied first, see `detachFile`.
 */
export async function copyModelStore(cacheFolder: string): Promise<void> {
  for (const id of modelIds) {
    await requireInstalledModel(id);
    await linkFolder(path.join(modelsFolder(thisUserPlace()), id), path.join(cacheFolder, 'models', id));
  }
}

/** Links a folder with all that is in it. */
export async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else await link(source, target).catch(() => copyFile(source, target));
  }
}
