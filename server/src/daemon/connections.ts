import type { Socket } from 'node:net';
import type { Connection } from './connection.ts';

/** The sockets that a daemon has taken, and the connections that were opened on them. */
export interface Connections {
  /** Sockets, those of clients that have not shown their token included. */
  readonly count: number;
  /** Counts the socket until it is closed. @returns false, counting nothing, when there are too many */
  take(socket: Socket): boolean;
  add(connection: Connection): void;
  /** Ends each connection as soon as nothing of it runs; resolves when all have ended. */
  drain(): Promise<void>;
  /** Ends all, also those that nobody has opened yet. */
  disposeAll(): void;
}

export interface ConnectionsOptions {
  readonly maxCount: number;
  /** The first socket has come. */
  readonly onFirst: () => void;
  /** The last socket has closed. */
  readonly onEmpty: () => void;
}

export function createConnections({ maxCount, onFirst, onEmpty }: ConnectionsOptions): Connections {
  const sockets = new Set<Socket>();
  const connections = new Set<Connection>();
  return {
    get count() {
      return sockets.size;
    },
    take(socket) {
      if (sockets.size >= maxCount) return false;
      sockets.add(socket);
      if (sockets.size === 1) onFirst();
      socket.once('close', () => {
        sockets.delete(socket);
        if (sockets.size === 0) onEmpty();
      });
      return true;
    },
    add(connection) {
      connections.add(connection);
      connection.signal.addEventListener('abort', () => connections.delete(connection));
    },
    async drain() {
      await Promise.all([...connections].map(endWhenDone));
    },
    disposeAll() {
      for (const connection of connections) connection.dispose();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function endWhenDone(connection: Connection): Promise<void> {
  await connection.work.whenNone();
  connection.dispose();
}
