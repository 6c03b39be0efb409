import { fork, type ChildProcess } from 'node:child_process';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { withCancellation } from '../../../protocol/calls.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { SynthesisChunk } from '../../../protocol/synthesis.ts';
import { fromWireError } from '../../../protocol/wireErrors.ts';
import type { SoundDevices } from '../devices/soundDevices.ts';
import { createItemQueue } from '../streams/itemQueue.ts';
import {
  listDevices,
  nextChunk,
  play,
  record,
  recorded,
  requireSpeaker,
  stopRecording,
} from './soundCalls.ts';

/** The sound devices of this machine. An abort rejects at once with the signal's reason. */
export interface SoundAccess {
  /** @throws SpeechError audioDeviceUnavailable where the sound library does not load */
  listDevices(signal: AbortSignal): Promise<SoundDevices>;
  /** @throws SpeechError audioDeviceUnavailable where there is none */
  requireSpeaker(signal: AbortSignal): Promise<void>;
  /**
   * Returns when all was heard. One text at a time.
   *
   * @throws what the chunks throw; SpeechError audioDeviceUnavailable, deviceBusy
   */
  play(chunks: AsyncIterable<SynthesisChunk>, signal: AbortSignal): Promise<void>;
  /**
   * Mono 16 kHz, until `stop` aborts. One recording at a time.
   *
   * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy
   */
  record(wish: RecordingWish, signal: AbortSignal): AsyncIterable<Float32Array>;
}

export interface RecordingWish {
  /** Id, name or part of the name of the microphone; absent: the default one. */
  readonly device?: string;
  readonly stop: AbortSignal;
}

/**
 * Sound by a process of its own, which starts when it is needed: sound systems print on standard error whatever they
 * try in vain, pages of it where there is no sound card, and nothing but the end of their process stops some of them.
 *
 * @param scriptPath  the bundled `soundMain.ts`
 */
export function connectSound(scriptPath: string): SoundAccess & Disposable {
  const started: SoundProcess[] = [];
  const connection = (): MessageConnection => {
    const known = started.find(({ child }) => child.connected);
    if (known !== undefined) return known.connection;
    const process = startProcess(scriptPath);
    started.push(process);
    return process.connection;
  };

  return {
    listDevices: (signal) => ask((token) => connection().sendRequest(listDevices, token), signal),

    async requireSpeaker(signal) {
      await ask((token) => connection().sendRequest(requireSpeaker, token), signal);
    },

    async play(chunks, signal) {
      const iterator = chunks[Symbol.asyncIterator]();
      const failures: unknown[] = [];
      const subscription = connection().onRequest(nextChunk, async () => {
        try {
          const next = await iterator.next();
          return next.done === true ? null : next.value;
        } catch (failure) {
          failures.push(failure);
          throw failure;
        }
      });
      try {
        await ask((token) => connection().sendRequest(play, token), signal);
      } catch (error) {
        throw failures.length > 0 ? failures[0] : error;
      } finally {
        subscription.dispose();
        // A source that is computing answers when it is done; nobody waits for it.
        void iterator.return?.().catch(() => undefined);
      }
    },

    async *record({ device = null, stop }, signal) {
      if (stop.aborted) return;
      const queue = createItemQueue<Float32Array>();
      const sound = connection();
      const subscription = sound.onNotification(recorded, ({ samples }) => {
        queue.add(samples);
      });
      const heard = new AbortController();
      const either = AbortSignal.any([signal, heard.signal]);
      queue.endWith(ask((token) => sound.sendRequest(record, { device }, token), either));
      const end = (): void => void sound.sendNotification(stopRecording).catch(() => undefined);
      stop.addEventListener('abort', end, { once: true });
      try {
        yield* queue.items;
      } finally {
        stop.removeEventListener('abort', end);
        subscription.dispose();
        heard.abort();
      }
    },

    [Symbol.dispose]() {
      for (const { child } of started) child.kill('SIGKILL');
    },
  };
}

interface SoundProcess {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
}

/** It ends with this process, however this process ends. */
function startProcess(scriptPath: string): SoundProcess {
  const child = fork(scriptPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const end = (): void => {
    connection.dispose();
  };
  child.once('exit', end);
  child.once('error', end);
  return { child, connection };
}

/** As `withCancellation`. @throws SpeechError of the process; audioDeviceUnavailable when it has failed */
async function ask<Result>(
  send: (token: CancellationToken) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await withCancellation(send, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw (error instanceof ResponseError ? fromWireError(error) : null) ?? soundFailed(error);
  }
}

function soundFailed(cause: unknown): SpeechError {
  return new SpeechError('audioDeviceUnavailable', {
    message: 'The process that has the sound devices has failed.',
    hint: 'Try again; `aloud doctor` says what works.',
    cause,
  });
}
