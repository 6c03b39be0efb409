import { join } from 'node:path';

/** Where the parts of one model lie in the store. */
export interface ModelFolder {
  readonly id: string;
  readonly folder: string;
  /** Beside the folder, so that removing the folder does not remove it. */
  readonly lockPath: string;
  readonly manifestPath: string;
  /** Everything half-downloaded. Its presence is what makes a model `partial`. */
  readonly partialFolder: string;
}

export function modelFolder(storeFolder: string, id: string): ModelFolder {
  const folder = join(storeFolder, id);
  return {
    id,
    folder,
    lockPath: `${folder}.lock`,
    manifestPath: manifestIn(folder),
    partialFolder: join(folder, '.partial'),
  };
}

/** @param folder  of a model */
export function manifestIn(folder: string): string {
  return join(folder, 'manifest.json');
}

/** @param path  of a file inside the model, with forward slashes */
export function filePath({ folder }: ModelFolder, path: string): string {
  return join(folder, ...path.split('/'));
}

/** The part file of a model's file, or of an archive on the way to it. */
export function partPath({ partialFolder }: ModelFolder, name: string): string {
  return join(partialFolder, `${name.replaceAll('/', '__')}.part`);
}
