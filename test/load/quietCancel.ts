import { setTimeout as delay } from 'node:timers/promises';
import { daemonStatus } from '../../protocol/daemon.ts';
import { synthesize } from '../../protocol/synthesis.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { readChildIds, readComputedMs } from '../support/processes.ts';
import { timeCancel } from './loadRequests.ts';
import { longLoadText } from './loadTexts.ts';

const roundCount = 3;
/** On a machine that has more to do than this; all of the text takes several times as long. */
const longestUnitMs = 15_000;
const watchedMs = 1000;
const allowedMs = 100;
/** How long a cancelled request may wait for its answer. */
const answerLimitMs = 100;

/**
 * Cancels a long text while nobody else asks for anything, and watches the workers: what they compute after the
 * unit that ran would be a unit that nobody wants.
 *
 * @returns what was wrong, one sentence each
 */
export async function checkQuietCancels(
  connection: DaemonConnection,
  random: () => number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const { pid } = connection.daemon;
  for (let round = 0; round < roundCount; round += 1) {
    const params = { stream: `quiet-${round}`, text: longLoadText(round).repeat(6), voice: 'af_heart' };
    const afterMs = 200 + random() * 1000;
    const answeredMs = await timeCancel(connection, { method: synthesize.method, params, afterMs });
    if (answeredMs === null) faults.push('A long text was spoken in no time.');
    else if (answeredMs > answerLimitMs)
      faults.push(`A cancel was answered after ${answeredMs.toFixed(0)} ms.`);
    await whenIdle(connection, signal);
    const beforeMs = computedByWorkers(pid);
    await delay(watchedMs, undefined, { signal });
    const computedMs = computedByWorkers(pid) - beforeMs;
    if (computedMs > allowedMs) faults.push(`After a cancel the workers went on for ${computedMs} ms.`);
  }
  return faults;
}

function computedByWorkers(daemonId: number): number {
  return readChildIds(daemonId).reduce((sum, id) => sum + readComputedMs(id), 0);
}

/** @throws Error where a unit still runs after the time that one may take */
async function whenIdle(connection: DaemonConnection, signal: AbortSignal): Promise<void> {
  const deadlineMs = performance.now() + longestUnitMs;
  for (;;) {
    const { queue } = await connection.request(daemonStatus, {}, signal);
    if (queue.length === 0) return;
    if (performance.now() > deadlineMs) throw new Error(`A cancelled text goes on: ${JSON.stringify(queue)}`);
    await delay(20, undefined, { signal });
  }
}
