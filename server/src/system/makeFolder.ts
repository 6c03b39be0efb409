import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing, one by one. With `recursive` Node.js tries for ever where a file
 * system answers that a folder which is there is not, as Linux's `/proc` does.
 *
 * @param mode  of what is made
 * @throws what `stat` and `mkdir` throw; EEXIST where something else has its place, ENOTDIR where it has the place of one
 *         above it, EPERM where the file system has no place for folders
 */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  for (const missing of await missingFolders(path.resolve(folder))) {
    await mkdir(missing, mode).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') throw failure('EPERM', 'operation not permitted', missing);
      // Another process was sooner.
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

/** @returns the uppermost first */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      const stats = await stat(at);
      if (stats.isDirectory()) return missing;
      throw at === folder
        ? failure('EEXIST', 'file already exists', folder)
        : failure('ENOTDIR', 'not a directory', folder);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || path.dirname(at) === at) throw error;
      missing.unshift(at);
    }
  }
}

/** As Node.js has them. */
function failure(code: string, reason: string, folder: string): Error {
  return Object.assign(new Error(`${code}: ${reason}, mkdir '${folder}'`), { code, path: folder });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
