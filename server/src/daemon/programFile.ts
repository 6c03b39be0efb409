import { stat } from 'node:fs/promises';
import { errorCode } from '../files/fileSystemErrors.ts';

/** The file that this process was started from. */
export interface ProgramFile {
  /**
   * The workers of a daemon, and what it loads late, are read from beside its program: from another build they are
   * strangers to it, and without one they are not there.
   *
   * @returns what has become of it; null while it is as it was, or cannot be told
   */
  fate(): Promise<string | null>;
}

export function openProgramFile(file: string): ProgramFile {
  const started = readBuild(file).catch(() => null);
  return {
    async fate() {
      const before = await started;
      try {
        const now = await readBuild(file);
        return before === null || now === before ? null : 'Another build is installed in its place';
      } catch (error) {
        return errorCode(error) === 'ENOENT' ? 'It is not installed any more' : null;
      }
    },
  };
}

/** What differs between two builds: who installs writes every file anew. */
async function readBuild(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(file);
  return `${mtimeMs} ${size}`;
}
