import { type ChildProcess, fork } from 'node:child_process';
import { SpeechError } from '../../../protocol/errors.ts';
import { readMemoryKillCount, WorkerDeath, type WorkerExit } from './workerExit.ts';
import type { SoundListener } from '../synthesis/synthesizer.ts';
import { createCancelledCalls, type CancelledCalls } from './cancelledCalls.ts';
import type {
  FromWorker,
  Opened,
  ToWorker,
  WorkerCalls,
  WorkerFailure,
  WorkerMethod,
} from './workerMessages.ts';

/** The process that holds the engines, so that its death or its long native calls are not ours. */
export interface WorkerConnection {
  /**
   * @param signal  an abort rejects at once with its reason; the worker starts no further model call for it
   * @throws SpeechError of the engine; WorkerDeath (engineFailed, or outOfMemory where that shows) when the worker
   *         ends
   */
  call<Method extends WorkerMethod>(
    method: Method,
    params: WorkerCalls[Method]['params'],
    signal: AbortSignal,
  ): Promise<WorkerCalls[Method]['result']>;

  /** Ends the process and rejects what is pending. A second call does nothing. */
  dispose(): Promise<void>;
}

/** A connection to one process, which ends once. */
export interface ProcessConnection extends WorkerConnection {
  /** Absent where the process could not be started. */
  readonly pid: number | undefined;
  /** Resolves when the process is gone, before what was pending is rejected. */
  readonly exited: Promise<WorkerExit>;
  /** Resolves when no call that was cancelled by this signal runs any more in the process. */
  whenEnded(signal: AbortSignal): Promise<void>;
}

export interface WorkerOptions {
  /** The bundled `workerMain.ts`. */
  readonly scriptPath: string;
  readonly onNote: (message: string) => void;
}

/** Starts a worker. It ends with this process, however this process ends. */
export function connectWorker(options: WorkerOptions): ProcessConnection {
  const child = fork(options.scriptPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const pending = new Map<number, PendingCall>();
  const cancelled = createCancelledCalls();
  const exited = observeExit(child);
  let death: WorkerDeath | null = null;
  void exited.then((exit) => {
    death = new WorkerDeath(exit);
    for (const call of pending.values()) call.reject(death);
    pending.clear();
    cancelled.endAll();
  });
  child.on('message', (message) => {
    receive(message as FromWorker, { pending, cancelled, onNote: options.onNote });
  });
  const send = createSender(child);
  let nextId = 1;
  // Its result was on the way when the call was cancelled.
  const disposeOpened = (result: unknown): void => {
    const { handle } = result as Opened<unknown>;
    send({ kind: 'call', id: nextId++, method: 'dispose', params: { handle }, hearsSound: false });
  };

  return {
    pid: child.pid,
    exited,
    whenEnded: (signal) => cancelled.whenEnded(signal),
    call(method, params, signal) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const id = nextId++;
        const { sent, onSound } = withoutListener(params);
        const cancel = () => {
          pending.delete(id);
          if (send({ kind: 'cancel', id })) {
            cancelled.add(id, signal);
            if (openMethods.has(method)) pending.set(id, { resolve: disposeOpened, reject: () => undefined });
          }
          reject(signal.reason as Error);
        };
        const settle = () => {
          signal.removeEventListener('abort', cancel);
        };
        pending.set(id, {
          onSound,
          resolve: (value) => {
            settle();
            // The worker answers a call with the result of the method it names; WorkerCalls says which.
            resolve(value as WorkerCalls[typeof method]['result']);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
        });
        signal.addEventListener('abort', cancel, { once: true });
        if (!send({ kind: 'call', id, method, params: sent, hearsSound: onSound !== undefined })) {
          // Ended, or about to: then `exited` rejects it with the reason.
          if (death === null) return;
          pending.delete(id);
          settle();
          reject(death);
        }
      });
    },

    async dispose() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Their results are engines, which somebody must dispose of. */
const openMethods: ReadonlySet<WorkerMethod> = new Set([
  'openRecognizer',
  'openSynthesizer',
  'openVoiceActivity',
]);

/** A function does not cross the border. */
function withoutListener(params: WorkerCalls[WorkerMethod]['params']): {
  readonly sent: unknown;
  readonly onSound: SoundListener | undefined;
} {
  if (params === null || !('onSound' in params)) return { sent: params, onSound: undefined };
  const { onSound, ...sent } = params;
  return { sent, onSound };
}

interface PendingCall {
  readonly onSound?: SoundListener | undefined;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** @returns a function that says whether the message could be sent; a broken pipe shows as the worker's exit */
function createSender(child: ChildProcess): (message: ToWorker) => boolean {
  return (message) => {
    if (!child.connected) return false;
    child.send(message, () => undefined);
    return true;
  };
}

interface ReceiveContext {
  readonly pending: Map<number, PendingCall>;
  readonly cancelled: CancelledCalls;
  readonly onNote: (message: string) => void;
}

function receive(message: FromWorker, context: ReceiveContext): void {
  if (message.kind === 'note') {
    context.onNote(message.message);
    return;
  }
  if (message.kind === 'sound') {
    context.pending.get(message.id)?.onSound?.(message.samples);
    return;
  }
  context.cancelled.end(message.id);
  const call = context.pending.get(message.id);
  // A cancelled call was answered already; what it gave in the end is unheard.
  if (call === undefined) return;
  context.pending.delete(message.id);
  if (message.kind === 'ended') return;
  if (message.kind === 'result') call.resolve(message.value);
  else call.reject(toError(message.failure));
}

function toError(failure: WorkerFailure): Error {
  if (failure.code !== null) return new SpeechError(failure.code, failure);
  const error = new Error(failure.message);
  if (failure.stack !== null) error.stack = failure.stack;
  return error;
}

/** Resolves when the process is gone and what it wrote last was read. */
function observeExit(child: ChildProcess): Promise<WorkerExit> {
  const memoryKillCount = readMemoryKillCount();
  const errorOutput = followErrorOutput(child);
  return new Promise((resolve) => {
    const end = (exit: Pick<WorkerExit, 'code' | 'signal'>, message = ''): void => {
      const sawMemoryKill =
        exit.signal === 'SIGKILL' && (readMemoryKillCount() ?? 0) > (memoryKillCount ?? 0);
      resolve({ ...exit, sawMemoryKill, errorOutput: errorOutput() + message });
    };
    child.once('exit', (code, signal) => {
      const finish = (): void => {
        clearTimeout(timer);
        end({ code, signal });
      };
      const timer = setTimeout(finish, lastWordsMs);
      child.once('close', finish);
    });
    child.on('error', (error) => {
      if (child.pid === undefined) end({ code: null, signal: null }, error.message);
    });
  });
}

/** How long a pipe that the worker's own children may hold open is read after its end. */
const lastWordsMs = 200;

/** Shows what the worker writes as if it were this process's own, and keeps the end of it. */
function followErrorOutput(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    tail = (tail + text).slice(-keptErrorLength);
  });
  return () => tail;
}

const keptErrorLength = 8000;
