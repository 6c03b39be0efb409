import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * Finds a program as a shell does, but never in the folder that somebody happens to be in.
 *
 * @param name        without the ending that Windows gives it
 * @param searchPath  the environment's PATH
 * @returns its absolute path; null where there is none
 */
export async function findProgram(name: string, searchPath: string): Promise<string | null> {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of searchPath.split(path.delimiter).filter((entry) => path.isAbsolute(entry))) {
    const program = path.join(folder, file);
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return null;
}
