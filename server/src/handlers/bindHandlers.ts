import {
  ErrorCodes,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { z } from 'zod';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { RequestDefinition } from '../../../protocol/message.ts';
import { requestCancelledNumber, toWireError } from '../../../protocol/wireErrors.ts';
import type { Handler } from './handler.ts';

export interface BindOptions {
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal;
  readonly onAnswered: (request: AnsweredRequest) => void;
}

/** For the log: what was asked and how it ended, never what was said. */
export interface AnsweredRequest {
  readonly method: string;
  readonly elapsedMs: number;
  readonly outcome: 'ok' | 'refused' | 'cancelled' | 'failed';
  /** Why it was refused, or what we did wrong. */
  readonly error: Error | null;
}

/**
 * Answers requests of a connection: parameters are checked before a handler sees them, and this is the one place
 * where errors become protocol errors. A bug of ours is answered as such, told to `onAnswered` and to nobody else.
 */
export function bindHandlers(
  connection: MessageConnection,
  handlers: readonly Handler[],
  options: BindOptions,
): void {
  for (const handler of handlers) {
    connection.onRequest(handler.definition.method, (...received: unknown[]) =>
      answer(handler, toRequest(received), options),
    );
  }
}

interface Request {
  readonly params: unknown;
  readonly token: CancellationToken;
}

/** Positional parameters come one by one, absent ones not at all; the token is last. */
function toRequest(received: readonly unknown[]): Request {
  const values = received.slice(0, -1);
  const params = values.length === 0 ? {} : values.length === 1 ? values[0] : values;
  return { params, token: received.at(-1) as CancellationToken };
}

async function answer(
  { definition, run }: Handler,
  { params, token }: Request,
  { signal: connectionSignal, onAnswered }: BindOptions,
): Promise<object> {
  const startMs = performance.now();
  const cancellation = new AbortController();
  const listener = token.onCancellationRequested(() => {
    cancellation.abort();
  });
  const signal = AbortSignal.any([cancellation.signal, connectionSignal]);
  const report = (outcome: AnsweredRequest['outcome'], error: Error | null = null): void => {
    onAnswered({ method: definition.method, elapsedMs: performance.now() - startMs, outcome, error });
  };
  try {
    const result = await run(checkParams(definition, params), signal);
    report('ok');
    return result;
  } catch (error) {
    if (signal.aborted) {
      report('cancelled');
      throw new ResponseError(requestCancelledNumber, 'The request was cancelled.');
    }
    if (isSpeechError(error)) {
      report('refused', error);
      const { code, message, data } = toWireError(error);
      throw new ResponseError(code, message, data);
    }
    report('failed', error instanceof Error ? error : new Error(String(error)));
    throw new ResponseError(
      ErrorCodes.InternalError,
      'The speech service made a mistake; its log says more.',
    );
  } finally {
    listener.dispose();
  }
}

/** @throws SpeechError invalidInput that names the first field that is wrong */
function checkParams(definition: RequestDefinition, params: unknown): unknown {
  const parsed = definition.params.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new SpeechError('invalidInput', {
    message: `${definition.method} was asked with wrong parameters: ${describe(parsed.error)}.`,
    hint: 'docs/protocol.md lists the parameters of every message.',
  });
}

function describe({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'they do not fit';
  const field = issue.path.map(String).join('.');
  const message = issue.message.replace(/\.$/, '');
  return field === '' ? message : `${field}: ${message}`;
}
