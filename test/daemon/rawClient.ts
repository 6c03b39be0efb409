import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A client that sends whatever bytes it likes. */
export interface RawClient extends Disposable {
  readonly socket: Socket;
  send(bytes: string | Uint8Array): void;
  /** Everything the daemon says until it closes the connection. */
  readonly answers: Promise<readonly RawAnswer[]>;
  /** The next answer, without waiting for the end. */
  nextAnswer(): Promise<RawAnswer>;
}

export interface RawAnswer {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: { readonly code: string };
  };
}

export async function openRawClient(socketPath: string): Promise<RawClient> {
  const socket = connect(socketPath);
  let received = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    socket.emit('answer');
  });
  // A daemon that closes while this client still sends resets the connection.
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    answers: closed.then(() => parseAnswers(received)),
    async nextAnswer() {
      for (;;) {
        const answer = parseAnswers(received).at(-1);
        if (answer !== undefined) {
          received = Buffer.alloc(0);
          return answer;
        }
        await Promise.race([once(socket, 'answer'), closed]);
        if (socket.destroyed && received.length === 0)
          throw new Error('The daemon closed without an answer.');
      }
    },
    [Symbol.dispose]: () => {
      socket.destroy();
    },
  };
}

export function frame(message: unknown): string {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export function openRequest(token: string, params: object = {}): string {
  return frame({
    jsonrpc: '2.0',
    id: 1,
    method: 'speech/connectionOpen',
    params: {
      token,
      protocolVersion: { major: 1, minor: 0 },
      client: { name: 'raw', version: '1.0.0' },
      ...params,
    },
  });
}

function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  for (;;) {
    const headerEnd = rest.indexOf('\r\n\r\n');
    if (headerEnd === -1) return answers;
    const length = Number(/Content-Length: (\d+)/u.exec(rest.toString('latin1', 0, headerEnd))?.[1]);
    const body = rest.subarray(headerEnd + 4, headerEnd + 4 + length);
    if (body.length < length) return answers;
    answers.push(JSON.parse(body.toString('utf8')) as RawAnswer);
    rest = rest.subarray(headerEnd + 4 + length);
  }
}
