import type { MessageConnection } from 'vscode-jsonrpc/node';
import { untilAborted } from '../cancellation/untilAborted.ts';
import { createEarlyCapture } from '../devices/earlyCapture.ts';
import type { CaptureListener, OutputStream, SoundSystem } from '../devices/soundSystem.ts';
import {
  captured,
  captureFailed,
  listDevices,
  openCapture,
  outputChanged,
  startOutput,
  stopStream,
  writeOutput,
  type OutputState,
} from './soundCalls.ts';
import { fromRejection, fromSoundFailure, processFailed } from './soundFailure.ts';
import { tell } from './tell.ts';

/**
 * The devices of the process at the other end, where `serveSound` answers. When the connection is disposed of, what
 * was asked is refused with SpeechError audioDeviceUnavailable, and every open stream fails with it.
 */
export function connectSound(connection: MessageConnection): SoundSystem {
  const captures = new Map<number, CaptureListener>();
  const outputs = new Map<number, OutputState>();
  let nextStream = 1;

  connection.onNotification(captured, ({ stream, samples }) => captures.get(stream)?.onSamples(samples));
  connection.onNotification(captureFailed, ({ stream, failure }) =>
    captures.get(stream)?.onFailure(fromSoundFailure(failure)),
  );
  connection.onNotification(outputChanged, ({ stream, state }) => {
    if (outputs.has(stream)) outputs.set(stream, state);
  });
  connection.onDispose(() => {
    for (const capture of captures.values()) capture.onFailure(processFailed());
    captures.clear();
    outputs.clear();
  });

  function stop(stream: number): void {
    captures.delete(stream);
    outputs.delete(stream);
    void tell(() => connection.sendNotification(stopStream, { stream }));
  }

  return {
    listDevices: () => ask(() => connection.sendRequest(listDevices)),

    async openCapture(choice, signal) {
      signal.throwIfAborted();
      const stream = nextStream++;
      const early = createEarlyCapture();
      captures.set(stream, early);
      try {
        await untilAborted(
          ask(() => connection.sendRequest(openCapture, { stream, choice })),
          signal,
        );
      } catch (error) {
        stop(stream);
        throw error;
      }
      const { name, sampleRateHz } = choice.device;
      return {
        name,
        sampleRateHz,
        start: (listener) => {
          early.start(listener);
        },
        stop: () => {
          stop(stream);
        },
      };
    },

    async startOutput(choice, first) {
      const stream = nextStream++;
      const state = await ask(() => connection.sendRequest(startOutput, { stream, choice, first }));
      outputs.set(stream, state);
      return createOutputStream(stream, state);
    },
  };

  /** @param begun  how it was when it had started; a stream that was stopped or lost stays as it was last */
  function createOutputStream(stream: number, begun: OutputState): OutputStream {
    let last = begun;
    const state = (): OutputState => (last = outputs.get(stream) ?? { ...last, isPlaying: false });
    return {
      async write(samples) {
        const { silentBefore, ...next } = await ask(() =>
          connection.sendRequest(writeOutput, { stream, samples }),
        );
        if (outputs.has(stream)) outputs.set(stream, next);
        return silentBefore;
      },
      waitingSamples: () => state().waitingSamples,
      silentSamples: () => state().silentSamples,
      isPlaying: () => state().isPlaying,
      stop: () => {
        stop(stream);
      },
    };
  }
}

/** @param send  also one that throws at once, as on a connection that was disposed of */
async function ask<Result>(send: () => Promise<Result>): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    throw fromRejection(error);
  }
}
