import { PassThrough } from 'node:stream';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { sendNotification } from '../../protocol/calls.ts';
import { bindHandlers, type AnsweredRequest } from '../../server/src/handlers/bindHandlers.ts';
import { createHandlers } from '../../server/src/handlers/createHandlers.ts';
import type { SpeechServices } from '../../server/src/handlers/speechServices.ts';

export interface InMemoryClient extends Disposable {
  readonly connection: MessageConnection;
  readonly answered: readonly AnsweredRequest[];
  /** As if the connection broke. */
  leave(): void;
}

/** A client of the handlers over a pair of streams, all of JSON-RPC included. */
export function connectInMemory(services: SpeechServices): InMemoryClient {
  const toDaemon = new PassThrough();
  const toClient = new PassThrough();
  const daemon = createMessageConnection(
    new StreamMessageReader(toDaemon),
    new StreamMessageWriter(toClient),
  );
  const connection = createMessageConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toDaemon),
  );
  const gone = new AbortController();
  const answered: AnsweredRequest[] = [];
  const client = {
    id: 'client-1',
    signal: gone.signal,
    notify: (definition, params) => sendNotification(daemon, definition, params),
  } satisfies Parameters<typeof createHandlers>[1];
  bindHandlers(daemon, createHandlers(services, client), {
    signal: gone.signal,
    onAnswered: (request) => answered.push(request),
  });
  daemon.listen();
  connection.listen();
  return {
    connection,
    answered,
    leave: () => {
      gone.abort();
    },
    [Symbol.dispose]: () => {
      gone.abort();
      connection.dispose();
      daemon.dispose();
    },
  };
}
