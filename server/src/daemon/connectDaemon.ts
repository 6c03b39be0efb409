import { Message } from 'vscode-jsonrpc/node';
import {
  type ClientDescription,
  connectionOpen,
  type ConnectionOpenParams,
  type ConnectionOpenResult,
  protocolVersion,
} from '../../../protocol/connection.ts';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import { fromWireError, type WireError } from '../../../protocol/wireErrors.ts';
import type { DaemonAddress } from './address.ts';
import { readToken } from './token.ts';
import { type Channel, openChannel } from './channel.ts';
import { systemClock } from '../system/clock.ts';
import { createConnection } from './connection.ts';
import { connectSocket } from './connectSocket.ts';
import { createDaemonConnection, type DaemonConnection } from './daemonConnection.ts';
import { daemonLimits } from './limits.ts';
import { ensurePrivateFolder } from './privateFolder.ts';

export interface ConnectOptions {
  readonly address: DaemonAddress;
  readonly client: ClientDescription;
  /** A daemon that has not answered by then hangs. */
  readonly handshakeMs?: number;
}

/**
 * Connects to the daemon that runs, and shows it the token.
 *
 * @returns null where none runs, or where it went away meanwhile
 * @param signal  an abort rejects with its reason
 * @throws SpeechError unauthorized, protocolMismatch, busy, daemonUnreachable, also where it hangs
 */
export async function connectDaemon(
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<DaemonConnection | null> {
  signal.throwIfAborted();
  const { handshakeMs = daemonLimits.handshakeMs } = options;
  const deadline = AbortSignal.timeout(handshakeMs);
  try {
    return await openConnection(options, AbortSignal.any([signal, deadline]));
  } catch (error) {
    signal.throwIfAborted();
    throw deadline.aborted && !isSpeechError(error) ? hangs(handshakeMs) : error;
  }
}

async function openConnection(
  { address, client }: ConnectOptions,
  signal: AbortSignal,
): Promise<DaemonConnection | null> {
  await ensurePrivateFolder(address);
  const token = await readToken(address);
  if (token === null) return null;
  const socket = await connectSocket(address.socketPath, signal);
  if (socket === null) return null;
  const channel = openChannel(socket, { clock: systemClock, limits: daemonLimits });
  try {
    const result = await requestOpen(channel, { token, protocolVersion, client }, signal);
    if (result === null) return null;
    const peer = { name: 'aloud-daemon', version: result.server.version };
    const connection = createConnection(channel, { peer, requestCount: daemonLimits.requestCount });
    connection.listen();
    return createDaemonConnection(connection, result);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The first exchange on a connection. @returns null where the connection ended before the answer */
function requestOpen(
  { reader, writer }: Channel,
  params: ConnectionOpenParams,
  signal: AbortSignal,
): Promise<ConnectionOpenResult | null> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      settle(() => {
        reject(signal.reason as Error);
      });
    };
    const settle = (answer: () => void): void => {
      signal.removeEventListener('abort', abort);
      for (const subscription of subscriptions) subscription.dispose();
      answer();
    };
    const receive = (message: Message): void => {
      settle(() => {
        if (Message.isResponse(message) && message.error === undefined) {
          resolve(message.result as ConnectionOpenResult);
        } else {
          reject(refusal(Message.isResponse(message) ? message.error : undefined));
        }
      });
    };
    const subscriptions = [
      reader.listen(receive),
      reader.onClose(() => {
        settle(() => {
          resolve(null);
        });
      }),
      reader.onError(() => {
        settle(() => {
          reject(refusal(undefined));
        });
      }),
    ];
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const request = { jsonrpc: '2.0', id: 0, method: connectionOpen.method, params };
    // A connection that is gone shows as its close.
    writer.write(request as Message).catch(() => undefined);
  });
}

function hangs(handshakeMs: number): SpeechError {
  return new SpeechError('daemonUnreachable', {
    message: `The speech service runs, and has not answered within ${handshakeMs} ms.`,
    hint: 'Try again; end its process if it hangs.',
  });
}

function refusal(error: WireError | undefined): SpeechError {
  return (
    (error && fromWireError(error)) ??
    new SpeechError('protocolMismatch', {
      message: 'What answers at the address of the speech service does not speak its protocol.',
      hint: 'Stop that process, or set ALOUD_RUNTIME_FOLDER to a folder of your own.',
    })
  );
}
