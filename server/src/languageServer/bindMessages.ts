import { ErrorCodes, LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { describeBug, type Log } from '../daemon/log.ts';

/** A message of the language server protocol, and what is done for it. */
export interface MessageHandler {
  readonly method: string;
  /** Whether the parameters are what the protocol says, as far as they are used. */
  readonly isShaped: (params: unknown) => boolean;
  /** @param params  checked; a request's answer may come later */
  readonly run: (params: unknown, signal: AbortSignal) => unknown;
}

export interface BindingParts {
  readonly rpc: MessageConnection;
  readonly log: Log;
  /** Why nothing is answered now; null: it is. */
  readonly refusal: () => ResponseError | null;
}

/**
 * Answers a request. What we do wrong is told to the log and answered with null: an editor goes on without this one
 * answer. @throws ResponseError to the client, for what it did wrong
 */
export function bindRequest(
  { rpc, log, refusal }: BindingParts,
  { method, isShaped, run }: MessageHandler,
): void {
  rpc.onRequest(method, async (...received: unknown[]) => {
    const token = received.at(-1) as CancellationToken;
    const params = received.length > 1 ? received[0] : undefined;
    const refused = refusal();
    if (refused !== null) return refused;
    if (!isShaped(params))
      return new ResponseError(ErrorCodes.InvalidParams, `The parameters are not those of ${method}.`);
    const cancellation = new AbortController();
    using _listener = toDisposable(
      token.onCancellationRequested(() => {
        cancellation.abort();
      }),
    );
    if (token.isCancellationRequested) return cancelled;
    try {
      const answer = await run(params, cancellation.signal);
      return cancellation.signal.aborted ? cancelled : (answer ?? null);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      if (cancellation.signal.aborted) return cancelled;
      logFailure(log, method, error);
      return null;
    }
  });
}

/** Hears a notification; what is no such message is left out. */
export function bindNotification(
  { rpc, log, refusal }: BindingParts,
  { method, isShaped, run }: Omit<MessageHandler, 'run'> & { readonly run: (params: unknown) => void },
): void {
  rpc.onNotification(method, (...[params]: unknown[]) => {
    if (refusal() !== null) return;
    if (!isShaped(params)) {
      log.warn('script', 'An editor sent a message with wrong parameters', { method });
      return;
    }
    try {
      run(params);
    } catch (error) {
      logFailure(log, method, error);
    }
  });
}

export function logFailure(log: Log, method: string, error: unknown): void {
  log.error('script', 'A request of an editor met a mistake of ours', { method, ...describeBug(error) });
}

const cancelled = new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');

function toDisposable(subscription: { dispose(): void }): Disposable {
  return {
    [Symbol.dispose]() {
      subscription.dispose();
    },
  };
}
