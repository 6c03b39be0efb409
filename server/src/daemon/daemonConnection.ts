import {
  CancellationTokenSource,
  ConnectionError,
  ErrorCodes,
  type MessageConnection,
  ParameterStructures,
  ResponseError,
} from 'vscode-jsonrpc/node';
import type { ConnectionOpenResult } from '../../../protocol/connectionOpen.ts';
import { fromWireError } from '../../../protocol/wireError.ts';
import { type Connection, connectionClosed } from './connection.ts';

/** A client's connection to a daemon that knows it. */
export interface DaemonConnection {
  readonly daemon: ConnectionOpenResult;
  /** For notifications and requests of the daemon. */
  readonly rpc: MessageConnection;
  /** Aborted when the connection has ended, however it did. */
  readonly signal: AbortSignal;
  /**
   * @param signal  an abort rejects at once with its reason, and cancels the request in the daemon
   * @throws SpeechError of the daemon; daemonUnreachable when the daemon died or the connection ended
   */
  sendRequest(method: string, params: object, signal: AbortSignal): Promise<unknown>;
  /** Resolves when the system took the bytes. @throws SpeechError daemonUnreachable */
  sendNotification(method: string, params: object): Promise<void>;
  /** Calls once, when the connection ends or at once where it has ended. */
  onClose(listener: () => void): void;
  dispose(): void;
}

export function createDaemonConnection(
  connection: Connection,
  daemon: ConnectionOpenResult,
): DaemonConnection {
  const { rpc, signal } = connection;
  return {
    daemon,
    rpc,
    signal,
    sendRequest: (method, params, requestSignal) =>
      sendRequest(connection, { method, params, signal: requestSignal }),
    sendNotification: (method, params) => connection.sendNotification(method, params),
    onClose(listener) {
      if (signal.aborted) listener();
      else {
        signal.addEventListener('abort', () => {
          listener();
        });
      }
    },
    dispose: () => {
      connection.dispose();
    },
  };
}

interface Request {
  readonly method: string;
  readonly params: object;
  readonly signal: AbortSignal;
}

async function sendRequest(connection: Connection, { method, params, signal }: Request): Promise<unknown> {
  signal.throwIfAborted();
  if (connection.signal.aborted) throw connectionClosed();
  const source = new CancellationTokenSource();
  const answer = connection.rpc.sendRequest(method, ParameterStructures.byName, params, source.token);
  let cancel = (): void => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    cancel = () => {
      source.cancel();
      reject(signal.reason as Error);
    };
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([answer, cancelled]);
  } catch (error) {
    throw toClientError(error);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function toClientError(error: unknown): unknown {
  if (error instanceof ConnectionError) return connectionClosed();
  if (!(error instanceof ResponseError)) return error;
  const isLost =
    error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.MessageWriteError;
  return isLost ? connectionClosed() : (fromWireError(error) ?? error);
}
