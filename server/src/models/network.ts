import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { errorCode } from '../files/fileSystemErrors.ts';
import { proxyFor, type Environment } from './proxy.ts';
import { readAhead } from './readAhead.ts';
import { SourceFailure } from './sourceFailure.ts';
import { parseWebAddress } from './webAddress.ts';

export interface NetworkTiming {
  /** A server that says nothing for so long, at the start or in the middle, is given up and asked again. */
  readonly stallMs: number;
  /** Before the first repetition; doubled before each further one. */
  readonly retryMs: number;
  /** Requests in a row that bring nothing new before a source is given up. */
  readonly maxFruitlessRequests: number;
}

export const networkTiming: NetworkTiming = { stallMs: 30_000, retryMs: 500, maxFruitlessRequests: 4 };

export interface Network {
  readonly environment: Environment;
  readonly timing: NetworkTiming;
  readonly signal: AbortSignal;
}

export interface HttpQuestion {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly header: HeaderOf;
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the connection, whatever is still to come. Always to be called. */
  readonly discard: () => void;
  /** Headers of the redirects on the way, first one first. */
  readonly redirects: readonly HeaderOf[];
}

/** By lower-case name. */
export type HeaderOf = (name: string) => string | undefined;

const maxRedirects = 10;

/**
 * GET that goes through the environment's proxies and follows redirects, never from HTTPS to HTTP.
 *
 * @throws SourceFailure `network` where the connection fails or stalls, also while the body is read; `refused` for a
 *         redirect that cannot be followed; SpeechError as `proxyFor`
 */
export async function httpGet(question: HttpQuestion, network: Network): Promise<HttpAnswer> {
  const redirects: HeaderOf[] = [];
  let { url } = question;
  for (;;) {
    const { message, watchdog } = await ask({ ...question, url }, network);
    const header: HeaderOf = (name) => [message.headers[name]].flat()[0];
    const discard = (): void => void message.destroy();
    const status = message.statusCode ?? 0;
    const location = header('location');
    if (status < 300 || status >= 400 || location === undefined) {
      return { status, header, redirects, body: readBody(message, { url, watchdog }, network), discard };
    }
    discard();
    redirects.push(header);
    url = nextUrl(url, location, redirects.length);
  }
}

interface OpenAnswer {
  readonly message: IncomingMessage;
  readonly watchdog: Watchdog;
}

function ask({ url, headers }: HttpQuestion, network: Network): Promise<OpenAnswer> {
  const proxy = proxyFor(url, network.environment);
  const options: RequestOptions = {
    headers,
    // Without a proxy a connection of its own: a reused one may be dead, and there is little to reuse it for.
    agent: proxy === null ? false : new HttpsProxyAgent(proxy),
    signal: network.signal,
  };
  return connected(
    url,
    network.signal,
    () =>
      new Promise((resolve, reject) => {
        const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
        const watchdog = createWatchdog(network.timing.stallMs, (error) => request.destroy(error));
        request.on('error', (error) => {
          watchdog.rest();
          reject(error);
        });
        request.once('response', (message) => {
          watchdog.rest();
          // A body that is cut off reports it to whoever reads it; where nobody does, nobody needs to know.
          message.on('error', () => undefined);
          resolve({ message, watchdog });
        });
        watchdog.watch();
        request.end();
      }),
  );
}

interface Watchdog {
  watch(): void;
  rest(): void;
}

function createWatchdog(patienceMs: number, onSilence: (error: Error) => void): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  return {
    watch: () => {
      timer = setTimeout(() => {
        onSilence(Object.assign(new Error(`Nothing came for ${patienceMs} ms.`), { code: 'ETIMEDOUT' }));
      }, patienceMs);
    },
    rest: () => {
      clearTimeout(timer);
    },
  };
}

/** Begins at once: what comes before the body is asked for must not be lost. */
function readBody(
  message: IncomingMessage,
  { url, watchdog }: { readonly url: URL; readonly watchdog: Watchdog },
  { signal }: Network,
): AsyncGenerator<Uint8Array> {
  // Watched only while it is waited for: a slow disk is not the server's fault.
  const chunks = readAhead(message, (isWaiting) => {
    if (isWaiting) {
      watchdog.watch();
    } else {
      watchdog.rest();
    }
  });
  return namingFailures(chunks, url, signal);
}

async function* namingFailures(
  chunks: AsyncGenerator<Uint8Array>,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
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
  const next = parseWebAddress(location, url);
  if (next === null) {
    throw new SourceFailure('refused', `${url.host} redirects to what is no web address.`);
  }
  if (redirectCount > maxRedirects) {
    throw new SourceFailure('refused', `${url.host} redirects without end.`);
  }
  if (url.protocol === 'https:' && next.protocol !== 'https:') {
    throw new SourceFailure('refused', `${url.host} redirects to an unencrypted address.`);
  }
  return next;
}
