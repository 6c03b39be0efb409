import { ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import type { Ticking } from '../system/clock.ts';
import type { OutputStream, SoundSystem } from '../devices/soundSystem.ts';
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
import { toSoundFailure } from './soundFailure.ts';
import { tell } from './tell.ts';

export interface ServedSound {
  readonly system: SoundSystem;
  readonly clock: Ticking;
}

/** Whoever plays looks for silence and failures so often. */
const watchMs = 5;
/** How many chunks of some 20 ms may wait for a reader that stands still; it has lost the device then. */
const maxUnsentCount = 1500;

/** Gives the devices of a sound system to whoever is at the other end. */
export function serveSound(connection: MessageConnection, { system, clock }: ServedSound): void {
  const streams = new Map<number, ServedStream>();

  /** A stream that is stopped while it opens is stopped when it has opened. */
  async function open<Opened extends { stop(): void }>(
    stream: number,
    start: (signal: AbortSignal) => Promise<Opened>,
  ): Promise<Opened> {
    const opening = new AbortController();
    const entry: ServedStream = {
      output: null,
      stop: () => {
        opening.abort();
      },
    };
    streams.set(stream, entry);
    try {
      const opened = await start(opening.signal);
      if (opening.signal.aborted) opened.stop();
      opening.signal.throwIfAborted();
      entry.stop = () => {
        opened.stop();
      };
      return opened;
    } catch (error) {
      streams.delete(stream);
      throw error;
    }
  }

  connection.onRequest(listDevices, () => answer(() => system.listDevices()));

  connection.onRequest(openCapture, ({ stream, choice }) =>
    answer(async () => {
      const device = await open(stream, (signal) => system.openCapture(choice, signal));
      let unsentCount = 0;
      device.start({
        onSamples: (samples) => {
          unsentCount += 1;
          if (unsentCount > maxUnsentCount) device.stop();
          else
            void tell(() => connection.sendNotification(captured, { stream, samples })).finally(
              () => (unsentCount -= 1),
            );
        },
        onFailure: (failure) =>
          void tell(() =>
            connection.sendNotification(captureFailed, { stream, failure: toSoundFailure(failure) }),
          ),
      });
      return null;
    }),
  );

  connection.onRequest(startOutput, ({ stream, choice, first }) =>
    answer(async () => {
      const output = await open(stream, () => system.startOutput(choice, first));
      const entry = streams.get(stream);
      if (entry !== undefined)
        watch(
          entry,
          output,
          (state) => void tell(() => connection.sendNotification(outputChanged, { stream, state })),
        );
      return stateOf(output);
    }),
  );

  /** Tells what changes until the stream is stopped or has failed. */
  function watch(entry: ServedStream, output: OutputStream, tellState: (state: OutputState) => void): void {
    let told = stateOf(output);
    const watching = clock.every(watchMs, () => {
      const state = stateOf(output);
      if (state.silentSamples === told.silentSamples && state.isPlaying === told.isPlaying) return;
      told = state;
      tellState(state);
      if (!state.isPlaying) watching[Symbol.dispose]();
    });
    entry.output = output;
    entry.stop = () => {
      watching[Symbol.dispose]();
      output.stop();
    };
  }

  connection.onRequest(writeOutput, ({ stream, samples }) =>
    answer(async () => {
      const output = streams.get(stream)?.output;
      if (output === undefined || output === null) throw new Error('The stream was stopped.');
      const silentBefore = await output.write(samples);
      return { ...stateOf(output), silentBefore };
    }),
  );

  connection.onNotification(stopStream, ({ stream }) => {
    streams.get(stream)?.stop();
    streams.delete(stream);
  });
}

interface ServedStream {
  /** Null for a microphone, and while it opens. */
  output: OutputStream | null;
  stop(): void;
}

function stateOf(output: OutputStream): OutputState {
  return {
    silentSamples: output.silentSamples(),
    waitingSamples: output.waitingSamples(),
    isPlaying: output.isPlaying(),
  };
}

async function answer<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code, message, data } = toSoundFailure(error);
    throw new ResponseError(code, message, data);
  }
}
