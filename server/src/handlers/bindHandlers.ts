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
import { describeWrongValue } from '../../../protocol/wrongValue.ts';
import { untilAborted } from '../cancellation/untilAborted.ts';
import { withEitherSignal } from '../cancellation/withEitherSignal.ts';
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

/** The requests of one connection. */
export interface BoundHandlers {
  /** Resolves when nothing runs any more of what was asked so far, cancelled requests included. */
  whenEnded(): Promise<void>;
}

/**
 * Answers requests of a connection: parameters are checked before a handler sees them, and this is the one place
 * where errors become protocol errors. A bug of ours is answered as such, told to `onAnswered` and to nobody else.
 * A cancelled request is answered at once; what it leaves behind ends by itself.
 */
export function bindHandlers(
  connection: MessageConnection,
  handlers: readonly Handler[],
  options: BindOptions,
): BoundHandlers {
  const running = new Set<Promise<object>>();
  const run = (handler: Handler, params: unknown, signal: AbortSignal): Promise<object> => {
    const work = handler.run(params, signal);
    running.add(work);
    const end = (): void => void running.delete(work);
    work.then(end, end);
    return work;
  };
  for (const handler of handlers) {
    const { definition } = handler;
    connection.onRequest(definition.method, (...received: unknown[]) =>
      answer(
        { definition, ...toParams(received) },
        (params, signal) => run(handler, params, signal),
        options,
      ),
    );
  }
  return {
    async whenEnded() {
      await Promise.allSettled(running);
    },
  };
}

interface Request {
  readonly definition: RequestDefinition;
  readonly params: unknown;
  readonly token: CancellationToken;
}

/** The token is last; a message without parameters brings nothing else. Some clients say null for none. */
function toParams(received: readonly unknown[]): Pick<Request, 'params' | 'token'> {
  return {
    params: received.length > 1 ? (received[0] ?? {}) : {},
    token: received.at(-1) as CancellationToken,
  };
}

async function answer(
  { definition, params, token }: Request,
  run: Handler['run'],
  options: BindOptions,
): Promise<object> {
  const startMs = performance.now();
  const cancellation = new AbortController();
  const listener = token.onCancellationRequested(() => {
    cancellation.abort();
  });
  const report = (outcome: AnsweredRequest['outcome'], error: Error | null = null): void => {
    const elapsedMs = performance.now() - startMs;
    options.onAnswered({ method: definition.method, elapsedMs, outcome, error });
  };
  try {
    const checked = checkParams(definition, params);
    const result = await withEitherSignal([cancellation.signal, options.signal], (signal) =>
      untilAborted(run(checked, signal), signal),
    );
    report('ok');
    return result;
  } catch (error) {
    if (cancellation.signal.aborted || options.signal.aborted) {
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
  const parsed = definition.params.safeParse(params, { error: describeWrongValue });
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
