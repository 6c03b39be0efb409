import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** @returns false where the process has not ended within `limitMs`. @param signal  an abort rejects with its reason */
export async function waitForProcessEnd(pid: number, limitMs: number, signal: AbortSignal): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (await isRunning(pid)) {
    if (performance.now() >= endMs) return false;
    await delay(pollMs, undefined, { signal });
  }
  return true;
}

const pollMs = 50;

async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !(await isZombie(pid));
}

/** Ended, and its parent has not asked how: Linux counts it among the processes until then. */
async function isZombie(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name before the state stands in parentheses, and may itself have some.
  return status.slice(status.lastIndexOf(')')).startsWith(') Z');
}
