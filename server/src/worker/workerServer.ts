import { isSpeechError } from '../../../protocol/errors.ts';
import type { FromWorker, ToWorker, WorkerCalls, WorkerFailure, WorkerMethod } from './workerMessages.ts';

/** One function per method of the worker. */
export type WorkerHandlers = {
  readonly [Method in WorkerMethod]: (
    params: WorkerCalls[Method]['params'],
    signal: AbortSignal,
  ) => Promise<WorkerCalls[Method]['result']>;
};

/** Answers the calls of one connection with `handlers`; a cancelled call gets no answer. */
export function createWorkerServer(
  handlers: WorkerHandlers,
  send: (message: FromWorker) => void,
): (message: ToWorker) => void {
  const running = new Map<number, AbortController>();
  return (message) => {
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    const { id, method, params } = message;
    const controller = new AbortController();
    running.set(id, controller);
    // The client pairs each method with its own parameters; the union of handlers cannot say so.
    const handler = handlers[method] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    handler(params, controller.signal)
      .then(
        (value) => {
          if (!controller.signal.aborted) send({ kind: 'result', id, value });
        },
        (error: unknown) => {
          if (!controller.signal.aborted) send({ kind: 'failure', id, failure: toFailure(error) });
        },
      )
      .finally(() => running.delete(id));
  };
}

function toFailure(error: unknown): WorkerFailure {
  if (isSpeechError(error))
    return { code: error.code, message: error.message, hint: error.hint, stack: null };
  const { message, stack = null } = error instanceof Error ? error : new Error(String(error));
  return { code: null, message, hint: '', stack };
}
