import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

export interface BundledWorker extends Disposable {
  /** A folder of its own, removed at the end. */
  readonly folder: string;
  readonly scriptPath: string;
}

/** Bundles a worker of this folder, as the build bundles the product's. */
export function bundleWorker(name: string): BundledWorker {
  const folder = mkdtempSync(path.join(tmpdir(), 'aloud-worker-'));
  const scriptPath = path.join(folder, 'worker.mjs');
  const entryPoints = [path.join(import.meta.dirname, name)];
  buildSync({ entryPoints, outfile: scriptPath, bundle: true, platform: 'node', format: 'esm' });
  return {
    folder,
    scriptPath,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
