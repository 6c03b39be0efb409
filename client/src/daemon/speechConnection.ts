import type { Socket } from 'node:net';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import { connectionClosed, onNotification, sendRequest } from '../../../protocol/calls.ts';
import type { Infer, NotificationDefinition, RequestDefinition } from '../../../protocol/message.ts';

/** A connection to the daemon that has shown its token. */
export interface SpeechConnection extends Disposable {
  /** @throws SpeechError of the daemon; daemonUnreachable when the connection has ended */
  request<Params extends z.ZodObject, Result extends z.ZodObject>(
    definition: RequestDefinition<Params, Result>,
    params: Infer<Params>,
    signal: AbortSignal,
  ): Promise<Infer<Result>>;
  on<Params extends z.ZodObject>(
    definition: NotificationDefinition<Params>,
    handler: (params: Infer<Params>) => void,
  ): Disposable;
  /** Aborted when the connection has ended, however it did. */
  readonly signal: AbortSignal;
}

/** @param socket  as `openDaemonSocket` gives it */
export function createSpeechConnection(socket: Socket): SpeechConnection {
  const rpc = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
  const ended = new AbortController();
  const end = (): void => {
    if (ended.signal.aborted) return;
    ended.abort(connectionClosed());
    // Rejects what waits.
    rpc.dispose();
    socket.destroy();
  };
  rpc.onClose(end);
  rpc.onError(end);
  rpc.listen();
  socket.resume();
  return {
    signal: ended.signal,
    request: (definition, params, signal) => sendRequest(rpc, { definition, params }, signal),
    on(definition, handler) {
      const subscription = onNotification(rpc, definition, handler);
      return {
        [Symbol.dispose]: () => {
          subscription.dispose();
        },
      };
    },
    [Symbol.dispose]: end,
  };
}
