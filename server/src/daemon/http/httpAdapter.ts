import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpeechError } from '../../../../protocol/errors.ts';
import { createAnswering, type AnsweringOptions } from './answering.ts';
import { answerBrokenRequests } from './brokenRequests.ts';
import { httpLimits, type HttpLimits } from './httpLimits.ts';

export interface HttpAdapterOptions extends Omit<AnsweringOptions, 'limits'> {
  /** This machine only; nothing else is listened on. */
  readonly host: '127.0.0.1' | '::1';
  /** 0: any that is free. */
  readonly port: number;
  readonly limits?: HttpLimits;
}

/** The daemon for programs that know OpenAI's audio API: speech and transcriptions over HTTP, on this machine only. */
export interface HttpAdapter {
  /** Without a slash at its end: `http://127.0.0.1:4517`. */
  readonly address: string;
  /** Frees the port and takes no further connection; requests that run are finished. `close` is still to be called. */
  stopListening(): void;
  /** Takes no further request and cuts off those that run; resolves when nothing is left of them. */
  close(): Promise<void>;
}

/** @throws SpeechError invalidInput for another host, a short key, or a port that cannot be used */
export async function createHttpAdapter(options: HttpAdapterOptions): Promise<HttpAdapter> {
  const { host, port, key, limits = httpLimits } = options;
  checkPlace(host, key);
  const answering = await createAnswering({ ...options, limits });
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: Math.min(limits.headersMs, limits.requestMs),
      requestTimeout: limits.requestMs,
      // Time limits are looked at no more often than this.
      connectionsCheckingInterval: Math.min(1000, limits.headersMs / 2, limits.requestMs / 2),
    },
    (request, response) => {
      // On a connection that is kept alive its client would go on asking.
      response.once('close', () => {
        if (!server.listening) server.closeIdleConnections();
      });
      void answering.answer(request, response);
    },
  );
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  server.maxConnections = limits.connectionCount;
  answerBrokenRequests(server);
  try {
    await listen(server, host, port);
  } catch (error) {
    await answering.close();
    throw error;
  }
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    address: `http://${host === '::1' ? '[::1]' : host}:${boundPort}`,
    stopListening() {
      server.close(() => undefined);
    },
    async close() {
      server.close(() => undefined);
      await answering.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function checkPlace(host: string, key: string): void {
  if (host !== '127.0.0.1' && host !== '::1') {
    throw new SpeechError('invalidInput', {
      message: `The HTTP adapter does not listen on "${host}".`,
      hint: 'It serves this machine only: 127.0.0.1 or ::1.',
    });
  }
  if (!/^[\x21-\x7e]{16,}$/.test(key)) {
    throw new SpeechError('invalidInput', {
      message: 'The key of the HTTP adapter is too short, or has characters that no header can carry.',
      hint: 'Use at least 16 letters and digits.',
    });
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new SpeechError('invalidInput', {
          message: `Port ${port} of ${host} cannot be used: ${'code' in cause ? String(cause.code) : cause.message}.`,
          hint: 'Choose another port, or 0 for any that is free.',
          cause,
        }),
      );
    });
    server.listen({ host, port, exclusive: true }, resolve);
  });
}
