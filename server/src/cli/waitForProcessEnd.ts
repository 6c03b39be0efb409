import { setTimeout as delay } from 'node:timers/promises';
import { isProcessRunning } from '../system/isProcessRunning.ts';

/** @returns false where the process has not ended within `limitMs`. @param signal  an abort rejects with its reason */
export async function waitForProcessEnd(pid: number, limitMs: number, signal: AbortSignal): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (await isProcessRunning(pid)) {
    if (performance.now() >= endMs) return false;
    await delay(pollMs, undefined, { signal });
  }
  return true;
}

const pollMs = 50;
