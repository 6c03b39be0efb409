import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** A disk of one megabyte in memory, until room is made. */
export interface SmallDisk extends Disposable {
  makeRoom(): void;
}

/** @returns null where this process may mount nothing */
export function mountSmallDisk(folder: string): SmallDisk | null {
  mkdirSync(folder, { recursive: true });
  if (!mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) return null;
  return {
    makeRoom() {
      if (!mount('-o', 'remount,size=64m', folder)) throw new Error(`${folder} cannot be made larger.`);
    },
    [Symbol.dispose]: () => {
      spawnSync('umount', ['-l', folder]);
    },
  };
}

function mount(...args: readonly string[]): boolean {
  return process.platform === 'linux' && spawnSync('mount', args).status === 0;
}
