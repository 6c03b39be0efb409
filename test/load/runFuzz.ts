import { setTimeout as delay } from 'node:timers/promises';
import { daemonStatus } from '../../protocol/daemon.ts';
import { speechErrorCodes } from '../../protocol/errors.ts';
import { requestCancelledNumber } from '../../protocol/wireErrors.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { createDaemonPlace, type DaemonPlace } from '../support/daemonProcess.ts';
import { createFuzzMessage, type FuzzMessage } from './fuzzMessages.ts';
import { hearInline, speakWhole } from './loadRequests.ts';
import { createRandom, percentile } from './loadStatistics.ts';
import { sampleMemory, type MemorySample } from './memoryWatch.ts';
import { openRawRequester, type RawRequester, type RawResponse } from './rawRequester.ts';
import { never } from '../support/never.ts';

export interface FuzzOptions {
  readonly messageCount: number;
  readonly seed: number;
  readonly distFolder?: string;
}

export interface FuzzReport {
  /** By method and outcome, such as `speech/synthesize invalidInput`. */
  readonly outcomeCounts: Readonly<Record<string, number>>;
  /** Answers to a client that behaves, asked all the while. */
  readonly statusMs: { readonly count: number; readonly p95: number; readonly max: number };
  readonly memory: readonly MemorySample[];
  /** Whatever must not happen, one sentence each. */
  readonly faults: readonly string[];
}

const requesterCount = 4;
const requestsAtOnce = 8;
/** Most are cancelled soon, some when they have come far. */
const cancelMs = { soon: 100, late: 5000, lateShare: 0.03 };
const hangMs = 30_000;

interface Fuzzing {
  readonly place: DaemonPlace;
  readonly outcomeCounts: Record<string, number>;
  readonly faults: string[];
}

/** Sends a daemon of its own requests that are wrong in every way, over several connections at once. */
export async function runFuzz({ messageCount, seed, distFolder }: FuzzOptions): Promise<FuzzReport> {
  await using place = await createDaemonPlace(distFolder === undefined ? {} : { distFolder });
  using good = await place.launch();
  await warmUp(good);
  const fuzzing: Fuzzing = { place, outcomeCounts: {}, faults: [] };
  const statusMs: number[] = [];
  const memory: MemorySample[] = [];
  const stop = new AbortController();
  const watching = watchGoodClient(good, { statusMs, memory }, stop.signal);
  const ended = new Promise<never>((_resolve, reject) => {
    good.signal.addEventListener('abort', () => {
      void place.readLog().then((log) => {
        reject(new Error(`The daemon has ended (seed ${seed}):\n${log.split('\n').slice(-8).join('\n')}`));
      });
    });
  });
  watching.catch(() => undefined);
  ended.catch(() => undefined);
  const share = Math.ceil(messageCount / requesterCount);
  const senders = Array.from({ length: requesterCount }, (_, index) =>
    sendMessages(fuzzing, share, createRandom(seed + index)).catch(() => ended),
  );
  await Promise.race([Promise.all(senders), ended]);
  await delay(settleMs);
  stop.abort();
  await watching;
  const { engines, connections } = await good.request(daemonStatus, {}, never);
  const leaseCount = engines.reduce((sum, engine) => sum + engine.leaseCount, 0);
  const mistakes = (await place.readLog()).split('\n').filter((line) => / error /u.test(line));
  return {
    outcomeCounts: fuzzing.outcomeCounts,
    statusMs: { count: statusMs.length, p95: percentile(statusMs, 0.95), max: Math.max(...statusMs) },
    memory,
    faults: [
      ...fuzzing.faults,
      ...(leaseCount > 0 ? [`${leaseCount} leases were not given back.`] : []),
      ...(connections > 1 ? [`${connections} connections are open where there should be one.`] : []),
      ...mistakes.map((line) => `The log says: ${line}`),
    ],
  };
}

async function warmUp(connection: DaemonConnection): Promise<void> {
  const sound = await speakWhole(connection, { stream: 's1', text: 'The wind came first.' }, never);
  await hearInline(connection, { stream: 'r1', sound }, never);
}

/** For units that were cancelled and run to their end. */
const settleMs = 5000;

async function sendMessages(fuzzing: Fuzzing, count: number, random: () => number): Promise<void> {
  for (let sent = 0; sent < count; sent += requestsAtOnce) {
    // A new connection now and then, some of them left in the middle.
    using requester = await openRawRequester(fuzzing.place.address);
    const answered = Array.from({ length: requestsAtOnce }, () => sendOne(fuzzing, requester, random));
    if (random() < 0.1) await delay(20);
    else await Promise.all(answered);
  }
}

async function sendOne(
  { outcomeCounts, faults }: Fuzzing,
  requester: RawRequester,
  random: () => number,
): Promise<void> {
  const message = createFuzzMessage(random);
  const longestMs = random() < cancelMs.lateShare ? cancelMs.late : cancelMs.soon;
  const answer = requester.request(message, random() * longestMs);
  const response = await Promise.race([answer, delay(hangMs, 'hangs' as const, { ref: false })]);
  if (response === 'hangs') {
    faults.push(`Not answered: ${describe(message)}`);
    return;
  }
  const outcome = outcomeOf(response);
  const name = `${message.method} ${outcome ?? 'wrong'}`;
  outcomeCounts[name] = (outcomeCounts[name] ?? 0) + 1;
  if (outcome === null) faults.push(`${JSON.stringify(response?.error)} answered ${describe(message)}`);
}

const ownNumbers: readonly number[] = [-32_601, -32_602, requestCancelledNumber];

/** @returns null for an answer that no client understands */
function outcomeOf(response: RawResponse | null): string | null {
  if (response === null) return 'connection lost';
  const { error } = response;
  if (error === undefined) return 'done';
  const code = (error.data as { readonly code?: unknown } | undefined)?.code;
  const known = speechErrorCodes.find((candidate) => candidate === code);
  return known ?? (ownNumbers.includes(error.code) ? String(error.code) : null);
}

function describe({ method, params }: FuzzMessage): string {
  return `${method} ${params.slice(0, 300)}`;
}

interface Watched {
  readonly statusMs: number[];
  readonly memory: MemorySample[];
}

async function watchGoodClient(
  connection: DaemonConnection,
  { statusMs, memory }: Watched,
  stop: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  while (!stop.aborted) {
    const startMs = performance.now();
    await connection.request(daemonStatus, {}, never);
    statusMs.push(performance.now() - startMs);
    memory.push(sampleMemory(connection.daemon.pid, startMs - startedMs));
    await delay(100);
  }
}
