import { createServer, type Server, type Socket } from 'node:net';
import type { ClientDescription } from '../../../protocol/connection.ts';
import { SpeechError, isSpeechError } from '../../../protocol/errors.ts';
import { toWireError } from '../../../protocol/wireErrors.ts';
import type { DaemonAddress } from './address.ts';
import { type Channel, openChannel } from './channel.ts';
import { type AddressClaim, claimAddress } from './claimAddress.ts';
import type { Clock } from '../system/clock.ts';
import type { Connections } from './connections.ts';
import { acceptClient } from './handshake.ts';
import type { DaemonLimits } from './limits.ts';
import type { Log } from './log.ts';
import { checkPrivateFolder } from './privateFolder.ts';

/** Takes sockets at the daemon's address and hands on those whose client has shown the token. */
export interface Listener {
  /** @returns false where another daemon answers there. @throws SpeechError as `claimAddress` */
  open(signal: AbortSignal): Promise<boolean>;
  /** As `AddressClaim.keep`. */
  keepAddress(): Promise<boolean>;
  /** Gives the address up and takes no more sockets; those that were taken stay open. */
  stop(): Promise<void>;
  /** Resolves when every socket has closed after `stop`. */
  readonly closed: Promise<void>;
}

export interface ListenerOptions {
  readonly address: DaemonAddress;
  readonly token: string;
  /** The product's version. */
  readonly version: string;
  readonly limits: DaemonLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly connections: Connections;
  /** Somebody is at the door: the last moment to find that the daemon had better leave. */
  readonly onArrival: () => Promise<void>;
  readonly isLeaving: () => boolean;
  readonly onClient: (channel: Channel, client: ClientDescription) => void;
}

export function createListener(options: ListenerOptions): Listener {
  const { address, limits, log, token } = options;
  const server = createServer((socket) => {
    accept(socket, options).catch((error: unknown) => {
      // A fault of ours costs one connection, not all.
      log.error('daemon', 'A connection could not be served', { error: String(error) });
      socket.destroy();
    });
  });
  // Refused sockets live on for a moment; beyond that number the system closes them unheard.
  server.maxConnections = 2 * limits.connectionCount;
  server.on('error', (error) => {
    log.error('daemon', 'The listening socket failed', { error: error.message });
  });
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  let claim: AddressClaim | null = null;

  return {
    closed,
    async open(signal) {
      claim = await claimAddress(server, address, { token, signal });
      return claim !== null;
    },
    keepAddress: async () => claim !== null && (await claim.keep()),
    async stop() {
      await claim?.release().catch((error: unknown) => {
        log.warn('daemon', 'The address could not be given up', { error: String(error) });
      });
      stopListening(server);
    },
  };
}

async function accept(socket: Socket, options: ListenerOptions): Promise<void> {
  const { address, connections, limits, clock, log } = options;
  const channel = openChannel(socket, {
    clock,
    limits: { ...limits, bodyBytes: limits.unauthenticatedBodyBytes },
  });
  const refuse = (error: Error): void => {
    log.warn('daemon', 'Refused a connection', { reason: error.message });
  };
  try {
    if (!connections.take(socket)) throw tooManyConnections(limits.connectionCount);
    // Whoever can change the folder now could also stand between us and our clients.
    await checkPrivateFolder(address);
    await options.onArrival();
  } catch (error) {
    if (!isSpeechError(error)) throw error;
    refuse(error);
    channel.refuse(null, toWireError(error));
    return;
  }
  const client = await acceptClient(channel, {
    token: options.token,
    serverVersion: options.version,
    clock,
    handshakeMs: limits.handshakeMs,
    isLeaving: options.isLeaving,
    onRefusal: refuse,
  });
  if (client === null) return;
  channel.reader.setBodyLimit(limits.bodyBytes);
  options.onClient(channel, client);
}

function tooManyConnections(connectionCount: number): SpeechError {
  return new SpeechError('busy', {
    message: `The speech service has ${connectionCount} connections already.`,
    hint: 'Close a window or a program that uses it.',
  });
}

/** Closing a server that was never opened fails, and is what we want. */
function stopListening(server: Server): void {
  server.close(() => undefined);
}
