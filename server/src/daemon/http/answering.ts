import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSpeechError } from '../../../../protocol/errors.ts';
import type { SpeechServices } from '../../handlers/speechServices.ts';
import { describeBug } from '../log.ts';
import type { Exchange, HttpParts } from './exchange.ts';
import { createGuard } from './guard.ts';
import type { HttpLimits } from './httpLimits.ts';
import type { HttpLog } from './httpLog.ts';
import { createHttpMetrics } from './httpMetrics.ts';
import { HttpRefusal, toErrorAnswer } from './httpRefusal.ts';
import { findRoute, type FoundRoute, type Route } from './routes.ts';
import { endWithError, sendJson } from './sendBody.ts';
import { createUploadFolder } from './uploadFolder.ts';

/** Answers requests, from who may ask to what went wrong. */
export interface Answering {
  /** Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Aborts what runs; resolves when it has ended and no file is left. */
  close(): Promise<void>;
}

export interface AnsweringOptions {
  readonly services: SpeechServices;
  readonly version: string;
  /** What every client must know: printable ASCII, at least 16 characters. */
  readonly key: string;
  readonly limits: HttpLimits;
  readonly log: HttpLog;
  /** Web pages that may ask, by origin, such as `http://localhost:3000`; absent: none. */
  readonly allowedOrigins?: readonly string[];
  /** Called for each speech and transcription; what it returns is called when that has ended. */
  readonly beginWork?: () => () => void;
}

export async function createAnswering(options: AnsweringOptions): Promise<Answering> {
  const {
    services,
    version,
    key,
    limits,
    log,
    allowedOrigins = [],
    beginWork = () => () => undefined,
  } = options;
  const guard = createGuard({ key, allowedOrigins });
  const running = new Set<RunningAnswer>();
  const metrics = createHttpMetrics();
  const uploads = await createUploadFolder();
  let requestCount = 0;
  let workCount = 0;
  const parts: HttpParts = { services, version, limits, metrics, uploads, runningCount: () => workCount };

  const beginCounted = (): (() => void) => {
    if (workCount >= limits.requestCount) throw tooMany(limits.requestCount);
    workCount += 1;
    const end = beginWork();
    return () => {
      workCount -= 1;
      end();
    };
  };

  const run = async ({ exchange, found }: Asked): Promise<void> => {
    const { route } = found;
    const end = route.kind === 'work' ? beginCounted() : () => undefined;
    try {
      await route.answer(exchange, parts);
    } finally {
      end();
    }
  };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> => {
    const startMs = performance.now();
    let path = 'none';
    let failure: unknown = null;
    let status: number | null = null;
    try {
      const headers = guard.checkSender(request);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      if (request.method === 'OPTIONS' && Object.keys(headers).length > 0) {
        answerPreflight(request, response);
        return;
      }
      const found = findRoute(request.url ?? '');
      path = found?.route.path ?? path;
      if (found?.route.isOpen !== true) guard.checkKey(request);
      const asked = checkMethod(found, request);
      const owner = `http-${++requestCount}`;
      await run({ exchange: { request, response, signal, owner, id: asked.id }, found: asked });
    } catch (error) {
      failure = error;
      if (signal.aborted || response.destroyed) {
        status = cancelledStatus;
      } else {
        status = toErrorAnswer(error).status;
        refuse({ request, response }, error, limits);
      }
    } finally {
      status ??= response.statusCode;
      metrics.countRequest(path, status);
      report({ path, status, failure, elapsedMs: performance.now() - startMs }, log);
    }
  };

  return {
    async answer(request, response) {
      const gone = new AbortController();
      response.once('close', () => {
        if (!response.writableFinished) gone.abort(new Error('The client has gone.'));
      });
      const own: RunningAnswer = { gone, response, ended: answer(request, response, gone.signal) };
      running.add(own);
      await own.ended;
      running.delete(own);
    },
    async close() {
      const left = [...running];
      for (const { gone } of left) gone.abort(new Error('The HTTP adapter closes.'));
      await Promise.all(left.map(({ ended }) => ended));
      await uploads[Symbol.asyncDispose]();
    },
  };
}

interface RunningAnswer {
  readonly gone: AbortController;
  readonly response: ServerResponse;
  readonly ended: Promise<void>;
}

interface Asked {
  readonly exchange: Exchange;
  readonly found: FoundRoute;
}

/** What is counted where nobody was left to answer to. */
const cancelledStatus = 499;

function refuse(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  error: unknown,
  { lingerMs }: HttpLimits,
): void {
  const { status, headers, body } = toErrorAnswer(error);
  if (response.headersSent) {
    endWithError(response, body);
    return;
  }
  response.statusCode = status;
  response.removeHeader('cache-control');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson({ response }, body);
  if (request.complete) return;
  // What the client still sends is dropped, for a while: cut off at once it would not come to read the answer.
  const cut = setTimeout(() => request.destroy(), lingerMs);
  request.once('close', () => {
    clearTimeout(cut);
  });
}

interface Report {
  readonly path: string;
  readonly status: number;
  readonly failure: unknown;
  readonly elapsedMs: number;
}

/** One line a request; none for one that was cancelled, or that machines repeat. */
function report({ path, status, failure, elapsedMs }: Report, log: HttpLog): void {
  const fields = { route: path, status, elapsedMs: Math.round(elapsedMs) };
  if (status === cancelledStatus) return;
  if (failure === null || isSpeechError(failure)) {
    if (failure === null && path === '/health') return;
    log.info('daemon', 'Answered over HTTP', {
      ...fields,
      ...(isSpeechError(failure) && { code: failure.code }),
    });
  } else {
    log.error('daemon', 'Failed over HTTP', { ...fields, ...describeBug(failure) });
  }
}

function checkMethod(found: FoundRoute | null, { method }: IncomingMessage): FoundRoute {
  if (found === null) {
    throw new HttpRefusal(404, {
      code: 'invalidInput',
      message: 'There is nothing at this path.',
      hint: 'docs/http.md lists what can be asked.',
    });
  }
  if (found.route.method === method) return found;
  throw wrongMethod(found.route);
}

function wrongMethod({ path, method }: Route): HttpRefusal {
  return new HttpRefusal(405, {
    code: 'invalidInput',
    message: `${path} is not asked like that.`,
    hint: `Use ${method}.`,
    headers: { allow: method },
  });
}

function tooMany(requestCount: number): HttpRefusal {
  return new HttpRefusal(429, {
    code: 'busy',
    message: `${requestCount} requests run already.`,
    hint: 'Ask again when one of them has ended.',
  });
}

/** For pages of an allowed origin; browsers ask before they send a key. */
function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? '*',
  );
  response.statusCode = 204;
  response.end();
}
