import { setTimeout as delay } from 'node:timers/promises';
import { CancellationTokenSource, ParameterStructures, ResponseError } from 'vscode-jsonrpc/node';
import { onNotification } from '../../protocol/calls.ts';
import { recognizeAudio } from '../../protocol/recognition.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { synthesisAudio, synthesize, type WordTime } from '../../protocol/synthesis.ts';
import { fromWireError, requestCancelledNumber } from '../../protocol/wireErrors.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';

export interface SpokenText {
  /** Signed 16-bit little-endian, mono. */
  readonly pcm: Buffer;
  readonly sampleRateHz: number;
  readonly words: readonly WordTime[];
}

export interface SpeakRequest {
  readonly stream: string;
  readonly text: string;
  /** A piece of sound has come. */
  readonly onPiece?: () => void;
}

/** Has a text spoken and keeps all of it. @throws Error where a piece is missing or comes twice */
export async function speakWhole(
  connection: DaemonConnection,
  { stream, text, onPiece }: SpeakRequest,
  signal: AbortSignal,
): Promise<SpokenText> {
  const pieces: Buffer[] = [];
  const words: WordTime[] = [];
  const outOfOrder: number[] = [];
  const subscription = onNotification(connection.rpc, synthesisAudio, (piece) => {
    if (piece.stream !== stream) return;
    if (piece.sequence !== pieces.length) outOfOrder.push(piece.sequence);
    pieces.push(Buffer.from(piece.pcm, 'base64'));
    words.push(...piece.words);
    onPiece?.();
  });
  try {
    const params = { stream, text, voice: 'af_heart' };
    const { sampleRateHz } = await connection.request(synthesize, params, signal);
    if (outOfOrder.length > 0) throw new Error('Pieces of sound were lost or came twice.');
    return { pcm: Buffer.concat(pieces), sampleRateHz, words };
  } finally {
    subscription.dispose();
  }
}

export interface HearRequest {
  readonly stream: string;
  readonly sound: Pick<SpokenText, 'pcm' | 'sampleRateHz'>;
}

/** Sends the sound with the request. @returns what was understood */
export async function hearInline(
  connection: DaemonConnection,
  { stream, sound }: HearRequest,
  signal: AbortSignal,
): Promise<string> {
  const { pcm, sampleRateHz } = sound;
  const params = { stream, sampleRateHz, pcm: pcm.toString('base64') };
  return toText(await connection.request(recognizeAudio, params, signal));
}

const pushMs = 200;

/** Sends the sound piece by piece. @returns what was understood */
export async function hearPushed(
  connection: DaemonConnection,
  { stream, sound }: HearRequest,
  signal: AbortSignal,
): Promise<string> {
  const { pcm, sampleRateHz } = sound;
  const answer = connection.request(recognizeAudio, { stream, sampleRateHz, engine: 'moonshine' }, signal);
  // Whatever is wrong with a push is told by the request as well.
  answer.catch(() => undefined);
  const pushBytes = 2 * Math.round((sampleRateHz * pushMs) / 1000);
  for (let start = 0, sequence = 0; start < pcm.length; start += pushBytes, sequence += 1) {
    const piece = pcm.subarray(start, start + pushBytes).toString('base64');
    await connection.request(audioPush, { stream, sequence, pcm: piece }, signal);
  }
  await connection.request(audioEnd, { stream }, signal);
  return toText(await answer);
}

export interface CancelledRequest {
  readonly method: string;
  readonly params: object;
  readonly afterMs: number;
}

/**
 * Cancels a request and waits for the daemon's own answer: our side of a connection answers an abort by itself.
 *
 * @returns from the cancellation to the answer, in milliseconds; null where it was done by then
 */
export async function timeCancel(
  { rpc }: DaemonConnection,
  { method, params, afterMs }: CancelledRequest,
): Promise<number | null> {
  const source = new CancellationTokenSource();
  const answer = rpc
    .sendRequest(method, ParameterStructures.byName, params, source.token)
    .then(() => 'done', toOutcome);
  const first = await Promise.race([answer, delay(afterMs, 'waited')]);
  if (first !== 'waited') return null;
  const cancelledMs = performance.now();
  source.cancel();
  return (await answer) === 'cancelled' ? performance.now() - cancelledMs : null;
}

function toOutcome(error: unknown): 'cancelled' {
  if (error instanceof ResponseError && error.code === requestCancelledNumber) return 'cancelled';
  throw error instanceof ResponseError ? (fromWireError(error) ?? error) : error;
}

function toText({ segments }: { readonly segments: readonly { readonly text: string }[] }): string {
  return segments.map(({ text }) => text).join(' ');
}
