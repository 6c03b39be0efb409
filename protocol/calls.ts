import { CancellationTokenSource, type Disposable, type MessageConnection } from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import type { Infer, NotificationDefinition, RequestDefinition } from './message.ts';
import { fromWireError } from './wireErrors.ts';

/**
 * Sends a request and waits for its answer. An abort rejects at once with the signal's reason and cancels the
 * request on the other side.
 *
 * @throws SpeechError what the other side refused
 */
export async function sendRequest<Params extends z.ZodObject, Result extends z.ZodObject>(
  connection: MessageConnection,
  call: { readonly definition: RequestDefinition<Params, Result>; readonly params: Infer<Params> },
  signal: AbortSignal,
): Promise<Infer<Result>> {
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
    const { definition, params } = call;
    return await Promise.race([
      connection.sendRequest<Infer<Result>>(definition.method, params, source.token),
      aborted,
    ]);
  } catch (error) {
    throw fromWireError(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

/** Resolves when the transport has taken the message: a reader that is slow makes its sender wait. */
export function sendNotification<Params extends z.ZodObject>(
  connection: MessageConnection,
  definition: NotificationDefinition<Params>,
  params: Infer<Params>,
): Promise<void> {
  return connection.sendNotification(definition.method, params);
}

/** What does not fit the definition is not given to the handler. */
export function onNotification<Params extends z.ZodObject>(
  connection: MessageConnection,
  definition: NotificationDefinition<Params>,
  handler: (params: Infer<Params>) => void,
): Disposable {
  return connection.onNotification(definition.method, (params: unknown) => {
    const parsed = definition.params.safeParse(params);
    if (parsed.success) handler(parsed.data as Infer<Params>);
  });
}
