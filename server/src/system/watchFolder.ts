import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { watch } from 'chokidar';

export interface FolderWatch {
  close(): Promise<void>;
}

export interface FolderWatchOptions {
  /** A folder or a file; it need not exist yet. The folder it lies in is created. */
  readonly path: string;
  /** Folders below it that matter. */
  readonly depth: number;
  readonly isIgnored: (path: string) => boolean;
  /** Told once for changes that come close together, with the paths. */
  readonly onChange: (paths: readonly string[]) => void;
}

/** Changes come in bursts: a model is many files. */
const quietMs = 250;

/**
 * Tells of what other processes, or people, change. What is there at the start is no change, nor is a file whose size
 * and time stay as they are: it was linked, or its rights were set.
 */
export function watchFolder({ path, depth, isIgnored, onChange }: FolderWatchOptions): FolderWatch {
  const states = new Map<string, string>();
  const changed = new Set<string>();
  let isReady = false;
  let timer: NodeJS.Timeout | null = null;
  createFolderOf(path);
  const watcher = watch(path, { alwaysStat: true, depth, ignored: isIgnored, persistent: false });
  watcher.on('ready', () => {
    isReady = true;
  });
  watcher.on('all', (event, changedPath, stats) => {
    const state = stats?.isFile() === true ? `${stats.size} ${stats.mtimeMs}` : event;
    if (states.get(changedPath) === state) return;
    states.set(changedPath, state);
    if (!isReady) return;
    changed.add(changedPath);
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      const paths = [...changed];
      changed.clear();
      onChange(paths);
    }, quietMs);
  });
  // Where a folder cannot be watched, a change is seen when it is next used.
  watcher.on('error', () => undefined);
  return {
    async close() {
      if (timer !== null) clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** What does not exist yet is seen only when the folder around it does. */
function createFolderOf(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    // Where it cannot be created, nothing can appear in it.
  }
}
