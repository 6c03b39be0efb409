import type { Readable } from 'node:stream';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { errorCode } from './fileSystemErrors.ts';
import { SourceFailure } from './sourceFailure.ts';

export interface NetworkTiming {
  readonly connectMs: number;
  /** A connection that brings nothing for so long is given up and asked again. */
  readonly stallMs: number;
  /** Before the first repetition; doubled before each further one. */
  readonly retryMs: number;
  /** Requests in a row that bring nothing new before a source is given up. */
  readonly maxFruitlessRequests: number;
}

export const networkTiming: NetworkTiming = {
  connectMs: 15_000,
  stallMs: 30_000,
  retryMs: 500,
  maxFruitlessRequests: 4,
};

/** Variables of the process that name proxies and mirrors. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A client that goes through HTTP_PROXY and HTTPS_PROXY except for the hosts of NO_PROXY. Close it after use. */
export function createHttpClient(environment: Environment, timing: NetworkTiming): Dispatcher {
  const variable = (name: string): string => environment[name.toLowerCase()] ?? environment[name] ?? '';
  return new EnvHttpProxyAgent({
    httpProxy: variable('HTTP_PROXY'),
    httpsProxy: variable('HTTPS_PROXY'),
    noProxy: variable('NO_PROXY'),
    headersTimeout: timing.stallMs,
    bodyTimeout: timing.stallMs,
    connect: { timeout: timing.connectMs },
  });
}

export interface HttpAnswer {
  readonly status: number;
  readonly header: HeaderOf;
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection without reading the rest. */
  discard(): void;
  /** Headers of the redirects on the way, first one first: hubs state a file's hash on the redirect to its storage. */
  readonly redirects: readonly HeaderOf[];
}

/** By lower-case name. */
export type HeaderOf = (name: string) => string | undefined;

export interface HttpQuestion {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

const maxRedirects = 10;

/**
 * GET that follows redirects, never from HTTPS to HTTP.
 *
 * @throws SourceFailure `network` where the connection fails, also while the body is read; `refused` for a redirect
 *         that cannot be followed
 */
export async function httpGet(
  client: Dispatcher,
  question: HttpQuestion,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const redirects: HeaderOf[] = [];
  let { url } = question;
  for (;;) {
    const { statusCode, headers, body } = await connected(url, signal, () =>
      request(url, { dispatcher: client, headers: question.headers, signal }),
    );
    const header: HeaderOf = (name) => [headers[name]].flat()[0];
    // A body that is destroyed before its end says so as an error; nobody waits for it any more.
    const discard = (): void => void body.on('error', () => undefined).destroy();
    const location = header('location');
    if (statusCode < 300 || statusCode >= 400 || location === undefined) {
      return { status: statusCode, header, redirects, body: readBody(body, url, signal), discard };
    }
    discard();
    redirects.push(header);
    url = nextUrl(url, location, redirects.length);
  }
}

async function* readBody(body: Readable, url: URL, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  for (;;) {
    const next = await connected(url, signal, () => chunks.next());
    if (next.done === true) {
      return;
    }
    yield next.value;
  }
}

async function connected<Result>(
  url: URL,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    const reason = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
    throw new SourceFailure('network', `${url.host} cannot be reached (${reason}).`, error);
  }
}

function nextUrl(url: URL, location: string, redirectCount: number): URL {
  const next = new URL(location, url);
  if (redirectCount > maxRedirects) {
    throw new SourceFailure('refused', `${url.host} redirects without end.`);
  }
  if (url.protocol === 'https:' && next.protocol !== 'https:') {
    throw new SourceFailure('refused', `${url.host} redirects to an unencrypted address.`);
  }
  return next;
}
