import { isSpeechError } from '../../../protocol/errors.ts';
import type { FromWorker, ToWorker, WorkerCalls, WorkerFailure, WorkerMethod } from './workerMessages.ts';

/** One function per method of the worker. */
export type WorkerHandlers = {
  readonly [Method in WorkerMethod]: (
    params: WorkerCalls[Method]['params'],
    signal: AbortSignal,
  ) => Promise<WorkerCalls[Method]['result']>;
};

/** Answers the calls of one connection with `handlers`; of a cancelled call only its end is told. */
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
    const { id, method, params, hearsSound } = message;
    const controller = new AbortController();
    running.set(id, controller);
    // The client pairs each method with its own parameters; the union of handlers cannot say so.
    const handler = handlers[method] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    const onSound = (samples: Float32Array): void => {
      send({ kind: 'sound', id, samples });
    };
    const asked = hearsSound ? { ...(params as object), onSound } : params;
    void call(() => handler(asked, controller.signal))
      .then(
        (value): FromWorker => ({ kind: 'result', id, value }),
        (error: unknown): FromWorker => ({ kind: 'failure', id, failure: toFailure(error) }),
      )
      .then((answer) => {
        send(controller.signal.aborted ? { kind: 'ended', id } : answer);
      })
      .finally(() => running.delete(id));
  };
}

/** A handler that throws before it returns a promise has failed like any other. */
async function call(handler: () => Promise<unknown>): Promise<unknown> {
  return handler();
}

function toFailure(error: unknown): WorkerFailure {
  if (isSpeechError(error)) {
    const { code, message, hint, data } = error;
    return { code, message, hint, data, stack: null };
  }
  const { message, stack = null } = error instanceof Error ? error : new Error(String(error));
  return { code: null, message, hint: '', data: {}, stack };
}
