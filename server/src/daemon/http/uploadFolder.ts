import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where uploads lie while they are heard: a folder that only this user can open. */
export interface UploadFolder extends AsyncDisposable {
  /** A name for a file that does not exist yet; whatever lies there is removed with it. */
  reserve(): Upload;
}

export interface Upload extends AsyncDisposable {
  readonly path: string;
}

/** @param parent  what processes that were killed left there is removed */
export async function createUploadFolder(parent = tmpdir()): Promise<UploadFolder> {
  await removeOrphans(parent);
  const folder = await mkdtemp(path.join(parent, `${prefix}${process.pid}-`));
  let uploadCount = 0;
  return {
    reserve() {
      const file = path.join(folder, String(++uploadCount));
      return { path: file, [Symbol.asyncDispose]: () => rm(file, { force: true }) };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const prefix = 'aloud-http-';

async function removeOrphans(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = /^aloud-http-(?<pid>\d+)-/.exec(name)?.groups?.['pid'];
    if (owner === undefined || isRunning(Number(owner))) continue;
    const folder = path.join(parent, name);
    const stats = await lstat(folder).catch(() => null);
    if (stats?.isDirectory() !== true || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else may not be asked, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
