import {
  CancellationTokenSource,
  ConnectionError,
  ErrorCodes,
  ParameterStructures,
  ResponseError,
  type CancellationToken,
  type Disposable,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import { SpeechError } from './errors.ts';
import type { Infer, NotificationDefinition, RequestDefinition } from './message.ts';
import { fromWireError } from './wireErrors.ts';

/**
 * Sends a request and waits for its answer. An abort rejects at once with the signal's reason and cancels the
 * request on the other side.
 *
 * @throws SpeechError what the other side refused; daemonUnreachable when the connection has ended
 */
export async function sendRequest<Params extends z.ZodObject, Result extends z.ZodObject>(
  connection: MessageConnection,
  call: { readonly definition: RequestDefinition<Params, Result>; readonly params: Infer<Params> },
  signal: AbortSignal,
): Promise<Infer<Result>> {
  const { definition, params } = call;
  try {
    return await withCancellation(
      (token) =>
        connection.sendRequest<Infer<Result>>(definition.method, ParameterStructures.byName, params, token),
      signal,
    );
  } catch (error) {
    throw toCallerError(error);
  }
}

/** An abort rejects at once with the signal's reason, and cancels what was sent with the token. */
export async function withCancellation<Result>(
  send: (token: CancellationToken) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  signal.throwIfAborted();
  const source = new CancellationTokenSource();
  let cancel = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    cancel = () => {
      source.cancel();
      reject(signal.reason as Error);
    };
  });
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([send(source.token), aborted]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/**
 * Resolves when the transport has taken the message: a reader that is slow makes its sender wait.
 *
 * @throws SpeechError daemonUnreachable when the connection has ended
 */
export async function sendNotification<Params extends z.ZodObject>(
  connection: MessageConnection,
  definition: NotificationDefinition<Params>,
  params: Infer<Params>,
): Promise<void> {
  try {
    await connection.sendNotification(definition.method, ParameterStructures.byName, params);
  } catch (error) {
    throw toCallerError(error);
  }
}

/** Any number of handlers hear the same notification. What does not fit its definition is given to none. */
export function onNotification<Params extends z.ZodObject>(
  connection: MessageConnection,
  definition: NotificationDefinition<Params>,
  handler: (params: Infer<Params>) => void,
): Disposable {
  const listeners = listenersOf(connection, definition.method);
  const listener: Listener = (params) => {
    const parsed = definition.params.safeParse(params);
    if (parsed.success) handler(parsed.data as Infer<Params>);
  };
  listeners.add(listener);
  return { dispose: () => void listeners.delete(listener) };
}

type Listener = (params: unknown) => void;

/** A connection of vscode-jsonrpc keeps one handler of each method. */
const listenersByConnection = new WeakMap<MessageConnection, Map<string, Set<Listener>>>();

function listenersOf(connection: MessageConnection, method: string): Set<Listener> {
  const byMethod = listenersByConnection.get(connection) ?? new Map<string, Set<Listener>>();
  listenersByConnection.set(connection, byMethod);
  const known = byMethod.get(method);
  if (known !== undefined) return known;
  const listeners = new Set<Listener>();
  byMethod.set(method, listeners);
  connection.onNotification(method, (params: unknown) => {
    for (const listener of [...listeners]) listener(params);
  });
  return listeners;
}

export function connectionClosed(): SpeechError {
  return new SpeechError('daemonUnreachable', {
    message: 'The connection to the speech service was closed.',
    hint: 'Try again.',
  });
}

function toCallerError(error: unknown): unknown {
  if (error instanceof ConnectionError) return connectionClosed();
  if (!(error instanceof ResponseError)) return error;
  const isLost =
    error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.MessageWriteError;
  return isLost ? connectionClosed() : (fromWireError(error) ?? error);
}
