import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../system/makeFolder.ts';

/** A file that is being written under a name that is not its final one. */
export interface PartFile {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export type OpenPartFile = (path: string, mode: 'append' | 'truncate') => Promise<PartFile>;

/** The folder is created where it is missing. */
export const openPartFile: OpenPartFile = async (path, mode) => {
  await makeFolder(dirname(path));
  const handle = await open(path, mode === 'append' ? 'a' : 'w');
  return {
    write: async (chunk) => {
      await handle.writeFile(chunk);
    },
    close: () => handle.close(),
  };
};

/** Gives a complete part its final name, once its bytes are on the disk itself: a crash leaves all of it or none. */
export async function finishPartFile(partPath: string, finalPath: string): Promise<void> {
  await syncPath(partPath, 'r+');
  await makeFolder(dirname(finalPath));
  await rename(partPath, finalPath);
  await syncFolder(dirname(finalPath));
}

/** Puts a rename on the disk. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') {
    await syncPath(folder, 'r');
  }
}

/** Waits until a file or folder is on the disk itself. */
export async function syncPath(path: string, mode: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, mode);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
