import { readFile } from 'node:fs/promises';

/** Whether a process of this machine has not ended, whoever started it. */
export async function isProcessRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Of another user: it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
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
