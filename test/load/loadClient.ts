import { setTimeout as delay } from 'node:timers/promises';
import { daemonStatus } from '../../protocol/daemon.ts';
import { isSpeechError } from '../../protocol/errors.ts';
import { recognizeAudio } from '../../protocol/recognition.ts';
import { synthesize } from '../../protocol/synthesis.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import type { LoadReference } from './loadReference.ts';
import { hearInline, hearPushed, speakWhole, timeCancel, type CancelledRequest } from './loadRequests.ts';
import { createRandom } from './loadStatistics.ts';
import { longLoadText } from './loadTexts.ts';
import { never } from '../support/never.ts';

/** What all clients have met together. */
export interface LoadTally {
  readonly answeredCounts: Record<string, number>;
  /** From a cancellation to the answer that says so, in milliseconds. */
  readonly cancelMs: number[];
  /** Refusals, each of which was tried again. */
  busyCount: number;
  /** Whatever must not happen, one sentence each. */
  readonly faults: string[];
}

export interface LoadClientOptions {
  readonly index: number;
  readonly connection: DaemonConnection;
  readonly reference: LoadReference;
  readonly tally: LoadTally;
  /** Between requests, in milliseconds. */
  readonly pauseMs: number;
}

/** Asks for one thing after the other until the signal aborts, and checks each answer. */
export async function runLoadClient(options: LoadClientOptions, stop: AbortSignal): Promise<void> {
  const { index, tally, pauseMs } = options;
  const random = createRandom(index + 1);
  for (let round = 0; !stop.aborted; round += 1) {
    const [name, act] = chooseAction(random());
    try {
      await act({ ...options, random, stream: `${name}-${round}` });
      tally.answeredCounts[name] = (tally.answeredCounts[name] ?? 0) + 1;
    } catch (error) {
      if (isSpeechError(error, 'busy')) tally.busyCount += 1;
      else tally.faults.push(`Client ${index}, ${name}: ${String(error)}`);
    }
    await delay(pauseMs * (0.5 + random()), undefined, { signal: stop }).catch(() => undefined);
  }
}

interface ActionContext extends LoadClientOptions {
  readonly stream: string;
  readonly random: () => number;
}

type Action = (context: ActionContext) => Promise<void>;

const actions: readonly (readonly [share: number, name: string, act: Action])[] = [
  [0.28, 'inline recognition', checkInline],
  [0.28, 'pushed recognition', checkPushed],
  [0.22, 'synthesis', checkSynthesis],
  [0.1, 'cancelled synthesis', cancelSynthesis],
  [0.05, 'cancelled recognition', cancelRecognition],
  [0.06, 'status', askStatus],
  [0.01, 'burst', checkBurst],
];

function chooseAction(chance: number): readonly [string, Action] {
  let rest = chance;
  for (const [share, name, act] of actions) {
    rest -= share;
    if (rest < 0) return [name, act];
  }
  return ['status', askStatus];
}

async function checkInline({ connection, stream, reference }: ActionContext): Promise<void> {
  expectSame(await hearInline(connection, { stream, sound: reference.spoken }, never), reference.transcript);
}

async function checkPushed({ connection, stream, reference }: ActionContext): Promise<void> {
  expectSame(await hearPushed(connection, { stream, sound: reference.spoken }, never), reference.transcript);
}

async function checkSynthesis({ connection, stream, reference }: ActionContext): Promise<void> {
  const { pcm, words } = await speakWhole(connection, { stream, text: reference.text }, never);
  expectSame(JSON.stringify(words), JSON.stringify(reference.spoken.words));
  if (!pcm.equals(reference.spoken.pcm)) throw new Error('The sound is not that of the text spoken alone.');
}

/** More at once than one client may have waiting: some are refused, and none of the others suffers. */
async function checkBurst(context: ActionContext): Promise<void> {
  const requests = Array.from({ length: burstCount }, (_, index) =>
    checkInline({ ...context, stream: `${context.stream}-${index}` }).catch((error: unknown) => {
      if (!isSpeechError(error, 'busy')) throw error;
      context.tally.busyCount += 1;
    }),
  );
  await Promise.all(requests);
}

const burstCount = 40;

async function askStatus({ connection }: ActionContext): Promise<void> {
  const { pid } = await connection.request(daemonStatus, {}, never);
  if (pid !== connection.daemon.pid) throw new Error('Another daemon answered.');
}

async function cancelSynthesis(context: ActionContext): Promise<void> {
  const { stream, index } = context;
  const params = { stream, text: longLoadText(index), voice: 'af_heart' };
  await cancelAfterAWhile(context, { method: synthesize.method, params });
}

async function cancelRecognition(context: ActionContext): Promise<void> {
  const { stream, reference } = context;
  const { pcm, sampleRateHz } = reference.spoken;
  const params = { stream, sampleRateHz, pcm: pcm.toString('base64') };
  await cancelAfterAWhile(context, { method: recognizeAudio.method, params });
}

const longestWaitMs = 3000;

async function cancelAfterAWhile(
  { connection, random, tally }: ActionContext,
  request: Omit<CancelledRequest, 'afterMs'>,
): Promise<void> {
  const elapsedMs = await timeCancel(connection, { ...request, afterMs: random() * longestWaitMs });
  if (elapsedMs !== null) tally.cancelMs.push(elapsedMs);
}

function expectSame(given: string, expected: string): void {
  if (given !== expected) throw new Error(`"${given}" came where "${expected}" was expected.`);
}
