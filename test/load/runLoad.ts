import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { daemonShutdown, daemonStatus } from '../../protocol/daemon.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { createDaemonPlace, type DaemonPlace } from '../support/daemonProcess.ts';
import { isAlive, readChildIds, whenEnded } from '../support/processes.ts';
import { runLoadClient, type LoadTally } from './loadClient.ts';
import { makeReferences, type LoadReference } from './loadReference.ts';
import { createRandom, percentile } from './loadStatistics.ts';
import { sampleMemory, type MemorySample } from './memoryWatch.ts';
import { checkQuietCancels } from './quietCancel.ts';
import { never } from '../support/never.ts';

export interface LoadOptions {
  readonly clientCount: number;
  readonly durationMs: number;
  /** Of each client between two requests. */
  readonly pauseMs: number;
  readonly sampleMs: number;
  /** Where the build is; absent: the checkout's own. */
  readonly distFolder?: string;
  readonly onProgress?: (progress: LoadProgress) => void;
}

export interface LoadProgress {
  readonly atMs: number;
  readonly answeredCount: number;
  readonly faultCount: number;
  readonly memory: MemorySample;
}

export interface LoadReport {
  readonly answeredCounts: Readonly<Record<string, number>>;
  readonly busyCount: number;
  /** Answers to `speech/daemonStatus`, asked ten times a second by a client of its own. */
  readonly statusMs: { readonly count: number; readonly p50: number; readonly p95: number };
  readonly cancelMs: {
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
    readonly max: number;
  };
  readonly memory: readonly MemorySample[];
  /** Whatever must not happen, one sentence each. */
  readonly faults: readonly string[];
}

/** Lets many clients use a daemon of their own at once, and reports what they met and what it left behind. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const { clientCount, distFolder } = options;
  await using place = await createDaemonPlace(distFolder === undefined ? {} : { distFolder });
  using alone = await place.launch();
  const references = await makeReferences(alone, clientCount, never);
  const tally: LoadTally = { answeredCounts: {}, cancelMs: [], busyCount: 0, faults: [] };
  const statusMs: number[] = [];
  const memory: MemorySample[] = [];

  const stop = AbortSignal.timeout(options.durationMs);
  // Every client waits for it.
  setMaxListeners(0, stop);
  const watching = [
    probeStatus(alone, statusMs, stop),
    watchMemory({ ...options, daemonId: alone.daemon.pid, memory, tally }, stop),
  ];
  await runClients({ place, references, tally, pauseMs: options.pauseMs }, stop);
  await Promise.all(watching);

  const faults = [
    ...tally.faults,
    ...(await checkQuietCancels(alone, createRandom(0), never)),
    ...(await findRemains(alone)),
    ...(await findUncleanEnd(alone, place)),
  ];
  return {
    answeredCounts: tally.answeredCounts,
    busyCount: tally.busyCount,
    statusMs: { count: statusMs.length, p50: percentile(statusMs, 0.5), p95: percentile(statusMs, 0.95) },
    cancelMs: {
      count: tally.cancelMs.length,
      p50: percentile(tally.cancelMs, 0.5),
      p95: percentile(tally.cancelMs, 0.95),
      max: Math.max(...tally.cancelMs),
    },
    memory,
    faults,
  };
}

interface ClientsContext {
  readonly place: DaemonPlace;
  readonly references: readonly LoadReference[];
  readonly tally: LoadTally;
  readonly pauseMs: number;
}

async function runClients(
  { place, references, ...context }: ClientsContext,
  stop: AbortSignal,
): Promise<void> {
  const clients = references.map(async (reference, index) => {
    const connection = await place.connect();
    if (connection === null) throw new Error('The daemon is gone.');
    using _open = connection;
    await runLoadClient({ ...context, index, connection, reference }, stop);
  });
  await Promise.all(clients);
}

const probeIntervalMs = 100;

async function probeStatus(connection: DaemonConnection, statusMs: number[], stop: AbortSignal) {
  while (!stop.aborted) {
    const startMs = performance.now();
    await connection.request(daemonStatus, {}, never);
    statusMs.push(performance.now() - startMs);
    await delay(probeIntervalMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

interface WatchContext extends Pick<LoadOptions, 'sampleMs' | 'onProgress'> {
  readonly daemonId: number;
  readonly memory: MemorySample[];
  readonly tally: LoadTally;
}

async function watchMemory(
  { daemonId, memory, tally, sampleMs, onProgress }: WatchContext,
  stop: AbortSignal,
): Promise<void> {
  const startMs = performance.now();
  while (!stop.aborted) {
    await delay(sampleMs, undefined, { signal: stop }).catch(() => undefined);
    const sample = sampleMemory(daemonId, performance.now() - startMs);
    memory.push(sample);
    onProgress?.({
      atMs: sample.atMs,
      answeredCount: Object.values(tally.answeredCounts).reduce((sum, count) => sum + count, 0),
      faultCount: tally.faults.length,
      memory: sample,
    });
  }
}

/** What a daemon still holds when nobody asks for anything. */
async function findRemains(connection: DaemonConnection): Promise<string[]> {
  const { engines, queue, connections } = await connection.request(daemonStatus, {}, never);
  return [
    ...engines
      .filter(({ leaseCount }) => leaseCount > 0)
      .map(({ model, leaseCount }) => `${leaseCount} leases on ${model} were not given back.`),
    ...(queue.length > 0 ? [`Units still wait: ${JSON.stringify(queue)}.`] : []),
    ...(connections > 1 ? [`${connections} connections are open where there should be one.`] : []),
  ];
}

/** Asks the daemon to end, and looks for what it leaves. */
async function findUncleanEnd(connection: DaemonConnection, place: DaemonPlace): Promise<string[]> {
  const { pid } = connection.daemon;
  const workerIds = readChildIds(pid);
  await connection.request(daemonShutdown, { drain: true }, never);
  await Promise.race([whenEnded(pid), delay(endMs)]);
  const mistakes = (await place.readLog()).split('\n').filter((line) => / error /u.test(line));
  return [
    ...(isAlive(pid) ? ['The daemon did not end when it was asked to.'] : []),
    ...workerIds.filter(isAlive).map((id) => `Worker ${id} outlived the daemon.`),
    ...mistakes.map((line) => `The log says: ${line}`),
  ];
}

const endMs = 10_000;
