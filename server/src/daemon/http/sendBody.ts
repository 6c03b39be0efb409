import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';

export function sendJson({ response }: Pick<Exchange, 'response'>, body: object): void {
  sendText({ response }, JSON.stringify(body), 'application/json');
}

export function sendText({ response }: Pick<Exchange, 'response'>, body: string, contentType: string): void {
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

/** An answer that is sent while it is made. Its headers go out with the first piece. */
export interface BodyStream {
  /** Resolves when there is room for more. @throws the signal's reason, also for a client that has stopped reading */
  write(piece: Uint8Array | string): Promise<void>;
  end(): void;
}

export function createBodyStream({ response, signal }: Exchange, stallMs: number): BodyStream {
  return {
    async write(piece) {
      signal.throwIfAborted();
      if (piece.length === 0 || response.write(piece)) return;
      await untilDrained(response, signal, stallMs);
    },
    end: () => response.end(),
  };
}

async function untilDrained(response: ServerResponse, signal: AbortSignal, stallMs: number): Promise<void> {
  const patience = AbortSignal.timeout(stallMs);
  try {
    await once(response, 'drain', { signal: AbortSignal.any([signal, patience]) });
  } catch {
    // The client reads nothing; closing its connection aborts the exchange.
    if (!signal.aborted) response.destroy();
    throw signal.aborted ? signal.reason : patience.reason;
  }
}

/** Server-sent events, one JSON object each. */
export interface EventStream {
  send(event: EventBody): Promise<void>;
  end(): void;
}

export interface EventBody {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function createEventStream(exchange: Exchange, stallMs: number): EventStream {
  const body = createBodyStream(exchange, stallMs);
  exchange.response.setHeader('content-type', eventStreamType);
  exchange.response.setHeader('cache-control', 'no-cache');
  return {
    send: (event) => body.write(`data: ${JSON.stringify(event)}\n\n`),
    end: () => {
      body.end();
    },
  };
}

const eventStreamType = 'text/event-stream; charset=utf-8';

/** Ends an answer that has begun: with an event that stock clients throw, or where none is possible cut off. */
export function endWithError(response: ServerResponse, body: object): void {
  if (response.getHeader('content-type') === eventStreamType) {
    response.end(`event: error\ndata: ${JSON.stringify(body)}\n\n`);
  } else {
    response.destroy();
  }
}
