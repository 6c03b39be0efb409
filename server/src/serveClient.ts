import { sendNotification } from '../../protocol/calls.ts';
import type { Connection } from './daemon/connection.ts';
import type { Log } from './daemon/log.ts';
import type { SharedEngines } from './enginePool/sharedEngines.ts';
import { bindHandlers, type AnsweredRequest } from './handlers/bindHandlers.ts';
import { createHandlers } from './handlers/createHandlers.ts';
import type { Client } from './handlers/handler.ts';
import type { SpeechServices } from './handlers/speechServices.ts';

export interface ServingParts {
  readonly services: SpeechServices & { readonly engines: Pick<SharedEngines, 'releaseOwner'> };
  readonly log: Log;
}

/** Answers one connection until it ends, and leaves nothing of it behind. @returns the client, to be told things */
export function serveClient(connection: Connection, id: string, { services, log }: ServingParts): Client {
  const client: Client = {
    id,
    signal: connection.signal,
    notify: (definition, params) => sendNotification(connection.rpc, definition, params),
  };
  bindHandlers(connection.rpc, createHandlers(services, client), {
    signal: connection.signal,
    onAnswered: (request) => {
      logRequest(log, id, request);
    },
  });
  connection.signal.addEventListener('abort', () => {
    void services.engines.releaseOwner(id);
  });
  return client;
}

function logRequest(log: Log, client: string, { method, elapsedMs, outcome, error }: AnsweredRequest): void {
  const fields = { client, method, elapsedMs: Math.round(elapsedMs), outcome };
  if (outcome === 'failed') {
    log.error('protocol', 'A request met a mistake of ours', { ...fields, stack: error?.stack ?? null });
  } else {
    log.info('protocol', 'A request was answered', fields);
  }
}
