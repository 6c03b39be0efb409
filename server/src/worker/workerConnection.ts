import { type ChildProcess, fork } from 'node:child_process';
import { SpeechError } from '../../../protocol/errors.ts';
import type { FromWorker, ToWorker, WorkerCalls, WorkerFailure, WorkerMethod } from './workerMessages.ts';

/** The process that holds the engines, so that its death or its long native calls are not ours. */
export interface WorkerConnection {
  /**
   * @param signal  an abort rejects at once with its reason; the worker starts no further model call for it
   * @throws SpeechError of the engine; engineFailed when the worker dies
   */
  call<Method extends WorkerMethod>(
    method: Method,
    params: WorkerCalls[Method]['params'],
    signal: AbortSignal,
  ): Promise<WorkerCalls[Method]['result']>;

  /** Ends the process and rejects what is pending. A second call does nothing. */
  dispose(): Promise<void>;
}

export interface WorkerOptions {
  /** The bundled `workerMain.ts`. */
  readonly scriptPath: string;
  readonly onNote: (message: string) => void;
}

/** Starts a worker. It ends with this process, however this process ends. */
export function connectWorker(options: WorkerOptions): WorkerConnection {
  const child = fork(options.scriptPath, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const pending = new Map<number, PendingCall>();
  const exited = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      for (const call of pending.values()) call.reject(workerDied(reason));
      pending.clear();
      resolve();
    };
    child.once('exit', (code, signal) => {
      end(signal === null ? `exit code ${String(code)}` : signal);
    });
    child.once('error', (error) => {
      end(error.message);
    });
  });
  child.on('message', (message) => {
    receive(message as FromWorker, { pending, onNote: options.onNote });
  });
  const send = createSender(child);
  let nextId = 1;

  return {
    call(method, params, signal) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const id = nextId++;
        const cancel = () => {
          pending.delete(id);
          send({ kind: 'cancel', id });
          reject(signal.reason as Error);
        };
        const settle = () => {
          signal.removeEventListener('abort', cancel);
        };
        pending.set(id, {
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
        if (!send({ kind: 'call', id, method, params })) {
          pending.delete(id);
          settle();
          reject(workerDied('it has ended'));
        }
      });
    },

    async dispose() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

interface PendingCall {
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

function receive(
  message: FromWorker,
  context: { readonly pending: Map<number, PendingCall>; readonly onNote: (message: string) => void },
): void {
  if (message.kind === 'note') {
    context.onNote(message.message);
    return;
  }
  const call = context.pending.get(message.id);
  // A cancelled call was answered already; what it gave in the end is unheard.
  if (call === undefined) return;
  context.pending.delete(message.id);
  if (message.kind === 'result') call.resolve(message.value);
  else call.reject(toError(message.failure));
}

function toError(failure: WorkerFailure): Error {
  if (failure.code !== null) return new SpeechError(failure.code, failure);
  const error = new Error(failure.message);
  if (failure.stack !== null) error.stack = failure.stack;
  return error;
}

function workerDied(reason: string): SpeechError {
  return new SpeechError('engineFailed', {
    message: `The process that runs the speech engines ended unexpectedly (${reason}).`,
    hint: 'Try again; if it ends again, free some memory or use `--provider cpu`.',
  });
}
