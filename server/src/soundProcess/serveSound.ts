import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc/node';
import { isSpeechError } from '../../../protocol/errors.ts';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { requestCancelledNumber, toWireError } from '../../../protocol/wireErrors.ts';
import { systemClock } from '../clock.ts';
import { openMicrophone } from '../devices/microphone.ts';
import { listSoundDevices } from '../devices/soundDevices.ts';
import { openSpeaker, requireSpeaker as findSpeaker } from '../devices/speaker.ts';
import { createPlayer } from '../playback/player.ts';
import {
  listDevices,
  nextChunk,
  play,
  record,
  recorded,
  requireSpeaker,
  stopRecording,
} from './soundCalls.ts';

/** Plays and records on the devices of this process for whoever is at the other end. */
export function serveSound(connection: MessageConnection): void {
  const player = createPlayer({ openSpeaker, clock: systemClock });
  connection.onRequest(listDevices, (token) => answer(token, listSoundDevices));
  connection.onRequest(requireSpeaker, (token) =>
    answer(token, async () => {
      await findSpeaker();
      return null;
    }),
  );
  connection.onRequest(play, (token) =>
    answer(token, async (signal) => {
      const playback = player.play(chunksFrom(connection), { signal });
      try {
        await playback.done();
      } finally {
        playback.stop();
      }
      return null;
    }),
  );
  connection.onRequest(record, ({ device }, token) =>
    answer(token, async (signal) => {
      const stop = new AbortController();
      const subscription = connection.onNotification(stopRecording, () => {
        stop.abort();
      });
      try {
        const options = { stop: stop.signal, ...(device !== null && { device }) };
        for await (const samples of await openMicrophone(options, signal)) {
          await connection.sendNotification(recorded, { samples });
        }
      } finally {
        subscription.dispose();
      }
      return null;
    }),
  );
}

async function* chunksFrom(connection: MessageConnection): AsyncGenerator<SynthesisChunk, void, undefined> {
  for (;;) {
    const chunk = await connection.sendRequest(nextChunk);
    if (chunk === null) return;
    yield chunk;
  }
}

async function answer<Result>(
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const cancellation = new AbortController();
  const listener = token.onCancellationRequested(() => {
    cancellation.abort();
  });
  try {
    return await work(cancellation.signal);
  } catch (error) {
    if (cancellation.signal.aborted) throw new ResponseError(requestCancelledNumber, 'Cancelled.');
    if (!isSpeechError(error)) throw error;
    const { code, message, data } = toWireError(error);
    throw new ResponseError(code, message, data);
  } finally {
    listener.dispose();
  }
}
