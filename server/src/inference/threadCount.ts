import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * Threads for one model: one per physical core this process may use. The second hardware thread of a core adds
 * nothing to matrix products that fill its vector units, and spinning there takes from the first.
 */
export function defaultThreadCount(): number {
  return Math.max(1, Math.min(os.availableParallelism(), physicalCoreCount()));
}

function physicalCoreCount(): number {
  const logicalCount = os.cpus().length;
  if (process.platform === 'linux') {
    return linuxPhysicalCoreCount('/sys/devices/system/cpu') ?? logicalCount;
  }
  // No cheaper source than a subprocess elsewhere: x64 processors mostly have two threads a core, arm64 ones have one.
  return process.arch === 'x64' ? Math.ceil(logicalCount / 2) : logicalCount;
}

/** Counts the distinct groups of hardware threads; null where the kernel does not tell. */
export function linuxPhysicalCoreCount(folder: string): number | null {
  try {
    const groups = readdirSync(folder)
      .filter((name) => /^cpu\d+$/.test(name))
      .map((name) => readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    const coreCount = new Set(groups).size;
    return coreCount > 0 ? coreCount : null;
  } catch {
    return null;
  }
}
