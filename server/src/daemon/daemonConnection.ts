import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import { sendRequest } from '../../../protocol/calls.ts';
import type { ConnectionOpenResult } from '../../../protocol/connection.ts';
import type { Infer, RequestDefinition } from '../../../protocol/message.ts';
import type { Connection } from './connection.ts';

/** A client's connection to a daemon that knows it. */
export interface DaemonConnection extends Disposable {
  readonly daemon: ConnectionOpenResult;
  /** For notifications. */
  readonly rpc: MessageConnection;
  /** Aborted when the connection has ended, however it did. */
  readonly signal: AbortSignal;
  /**
   * @param signal  an abort rejects at once with its reason, and cancels the request in the daemon
   * @throws SpeechError of the daemon; daemonUnreachable when the daemon died or the connection ended
   */
  request<Params extends z.ZodObject, Result extends z.ZodObject>(
    definition: RequestDefinition<Params, Result>,
    params: Infer<Params>,
    signal: AbortSignal,
  ): Promise<Infer<Result>>;
  /** Held, it takes no message, so that the daemon makes no more than is used. Not longer than some seconds. */
  setHeld(isHeld: boolean): void;
  dispose(): void;
}

export function createDaemonConnection(
  connection: Connection,
  daemon: ConnectionOpenResult,
): DaemonConnection {
  const { rpc, signal } = connection;
  const dispose = (): void => {
    connection.dispose();
  };
  return {
    daemon,
    rpc,
    signal,
    request: (definition, params, requestSignal) => sendRequest(rpc, { definition, params }, requestSignal),
    setHeld: (isHeld) => {
      connection.setHeld(isHeld);
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}
