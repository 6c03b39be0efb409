import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import { connectionClosed, onNotification, sendRequest } from '../../../protocol/calls.ts';
import { connectionOpen, protocolVersion } from '../../../protocol/connection.ts';
import { SpeechError } from '../../../protocol/errors.ts';
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

/** Where the daemon of this user is. */
export interface DaemonPlace {
  readonly address: string;
  readonly tokenFile: string;
}

/** @throws SpeechError daemonUnreachable, unauthorized, protocolMismatch, busy */
export async function openSpeechConnection(
  { address, tokenFile }: DaemonPlace,
  version: string,
  signal: AbortSignal,
): Promise<SpeechConnection> {
  signal.throwIfAborted();
  const token = (await readFile(tokenFile, 'utf8').catch(unreachable)).trim();
  const socket = await openSocket(address).catch(unreachable);
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
  try {
    const client = { name: 'vscode', version };
    const call = { definition: connectionOpen, params: { token, protocolVersion, client } };
    await sendRequest(rpc, call, signal);
  } catch (error) {
    end();
    throw error;
  }
  return {
    signal: ended.signal,
    request: (definition, params, requestSignal) => sendRequest(rpc, { definition, params }, requestSignal),
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

function openSocket(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // Shows as its close.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

function unreachable(cause: unknown): never {
  throw new SpeechError('daemonUnreachable', {
    message: 'The speech service cannot be reached.',
    hint: 'Try again.',
    cause,
  });
}
