import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { connectionOpen, protocolVersion } from '../../../protocol/connection.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { fromWireError, type WireError } from '../../../protocol/wireErrors.ts';

/** Where the daemon of this user is. */
export interface DaemonPlace {
  readonly address: string;
  readonly tokenFile: string;
}

/**
 * A socket to the daemon that has shown its token: what comes next on it may be messages of the speech protocol, of the
 * language server protocol, or both. It is paused until somebody reads it.
 *
 * @param version  of the extension
 * @throws SpeechError daemonUnreachable, unauthorized, protocolMismatch, busy
 */
export async function openDaemonSocket(
  { address, tokenFile }: DaemonPlace,
  version: string,
  signal: AbortSignal,
): Promise<Socket> {
  signal.throwIfAborted();
  const token = (await readFile(tokenFile, 'utf8').catch(unreachable)).trim();
  const socket = await openSocket(address).catch(unreachable);
  const abort = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const params = { token, protocolVersion, client: { name: 'vscode', version } };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: connectionOpen.method, params });
    socket.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const { error } = await readAnswer(socket);
    if (error !== undefined) throw fromWireError(error) ?? new Error(error.message);
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function openSocket(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // Shows as its close.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

/** Reads one message, and leaves in the socket what came behind it. */
function readAnswer(socket: Socket): Promise<{ readonly error?: WireError }> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (answer: () => void): void => {
      socket.off('data', read);
      socket.off('close', fail);
      answer();
    };
    const fail = (): void => {
      settle(() => {
        reject(closed());
      });
    };
    const read = (bytes: Buffer): void => {
      received = Buffer.concat([received, bytes]);
      const headerEnd = received.indexOf('\r\n\r\n');
      if (headerEnd < 0) return;
      const length = Number(/content-length: *(\d+)/iu.exec(received.toString('latin1', 0, headerEnd))?.[1]);
      const end = headerEnd + 4 + length;
      if (received.length < end) return;
      const body = received.toString('utf8', headerEnd + 4, end);
      const rest = received.subarray(end);
      settle(() => {
        socket.pause();
        if (rest.length > 0) socket.unshift(rest);
        resolve(JSON.parse(body) as { readonly error?: WireError });
      });
    };
    socket.on('data', read);
    socket.on('close', fail);
  });
}

function unreachable(cause: unknown): never {
  throw new SpeechError('daemonUnreachable', {
    message: 'The speech service cannot be reached.',
    hint: 'Try again.',
    cause,
  });
}

function closed(): SpeechError {
  return new SpeechError('daemonUnreachable', {
    message: 'The speech service has closed the connection.',
    hint: 'Try again.',
  });
}
