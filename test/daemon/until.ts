import { setTimeout as delay } from 'node:timers/promises';

/** Resolves soon after something has become true; the test's own time limit is the end of waiting. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await delay(5);
}
