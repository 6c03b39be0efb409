import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request in one particular way, right or wrong. */
export type Behavior = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestServer extends AsyncDisposable {
  readonly url: URL;
  /** What was asked, in order. */
  readonly requests: readonly {
    readonly path: string;
    readonly range: string | undefined;
    readonly ifRange: string | undefined;
  }[];
}

/** A server on the loopback interface that answers the first request by the first behavior, and so on; the last stays. */
export async function serve(...behaviors: readonly Behavior[]): Promise<TestServer> {
  const requests: { path: string; range: string | undefined; ifRange: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const behavior = behaviors[Math.min(requests.length, behaviors.length - 1)];
    requests.push({
      path: request.url ?? '',
      range: request.headers.range,
      ifRange: [request.headers['if-range']].flat()[0],
    });
    behavior?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/file`),
    requests,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface Ranged {
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Body bytes after which the connection is cut. */
  readonly dropAfterBytes?: number;
  /** Body bytes after which nothing more comes. */
  readonly stallAfterBytes?: number;
}

/** A well-behaved file with ranges and entity tags, whose connection may be cut or stall. */
export function fileWithRanges(content: Uint8Array, options: Ranged = {}): Behavior {
  const etag = options.etag ?? '"v1"';
  return (request, response) => {
    const range = /^bytes=(\d+)-$/u.exec(request.headers.range ?? '')?.[1];
    const isCurrent = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
    const start = range !== undefined && isCurrent ? Number(range) : 0;
    const total = content.length;
    if (start > 0 && start >= total) {
      response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'content-length': total - start,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${total - 1}/${total}` } : {}),
      ...options.headers,
    });
    const limit = options.dropAfterBytes ?? options.stallAfterBytes;
    if (limit === undefined) {
      response.end(content.subarray(start));
    } else {
      response.write(content.subarray(start, start + limit), () => {
        if (options.dropAfterBytes !== undefined) {
          setTimeout(() => response.destroy(), 5);
        }
      });
    }
  };
}

/** Always the whole file, whatever range was asked. */
export function fileWithoutRanges(content: Uint8Array, dropAfterBytes?: number): Behavior {
  return (request, response) => {
    delete request.headers.range;
    fileWithRanges(content, dropAfterBytes === undefined ? {} : { dropAfterBytes })(request, response);
  };
}

/** The whole file under a length that is not its own; a length that is too small cuts it there. */
export function fileWithLength(content: Uint8Array, statedBytes: number): Behavior {
  return (_request, response) => {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${statedBytes}\r\nconnection: close\r\n\r\n`;
    response.socket?.write(head);
    response.socket?.end(content.subarray(0, statedBytes));
  };
}

/** No content-length and no ranges. */
export function fileInChunks(content: Uint8Array): Behavior {
  return (_request, response) => {
    response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(content);
  };
}

export function status(code: number): Behavior {
  return (_request, response) => {
    response.writeHead(code).end('no');
  };
}

export function textOf(text: string): Behavior {
  return (_request, response) => {
    response.end(text);
  };
}

export function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Behavior {
  return (_request, response) => {
    response.writeHead(302, { location, ...headers }).end();
  };
}

/** Takes the request and never answers. */
export const silence: Behavior = () => undefined;
