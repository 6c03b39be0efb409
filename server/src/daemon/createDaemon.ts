import type { ClientDescription } from '../../../protocol/connection.ts';
import type { DaemonAddress } from './address.ts';
import { createToken } from './token.ts';
import type { Channel } from './channel.ts';
import { type Clock, systemClock } from '../system/clock.ts';
import { type Connection, createConnection } from './connection.ts';
import { createConnections } from './connections.ts';
import { createIdleShutdown } from './idleShutdown.ts';
import { type DaemonLimits, daemonLimits } from './limits.ts';
import { createListener } from './listener.ts';
import type { Log } from './log.ts';
import { startPresenceCheck } from './presenceCheck.ts';
import { openProgramFile } from './programFile.ts';
import { createWorkCounter } from './workCounter.ts';

/** The one process of a user that clients connect to. It ends by itself when it is not used. */
export interface Daemon {
  /**
   * True when clients are served; false when another daemon serves them already, and this one has ended.
   *
   * @throws SpeechError daemonUnreachable, unauthorized where the address cannot be used
   */
  readonly ready: Promise<boolean>;
  readonly connectionCount: number;
  /** The daemon does not end before the work does, even when the connection is gone that asked for it. */
  beginWork(): () => void;
  /** The daemon does not end for want of use until that is ended. */
  stayAwake(): () => void;
  /**
   * Makes room for a successor: gives the address up at once, lets every connection finish what runs, and ends.
   * What has not finished after `drainMs` is cancelled.
   */
  drain(): Promise<void>;
  /** Ends at once; what runs is cancelled by the signals of its connections. */
  close(): Promise<void>;
  /** Aborted when the daemon begins to leave, however it does: what it has taken must be free for a successor. */
  readonly leaving: AbortSignal;
  /** Resolves when the daemon has ended, however it did. */
  readonly closed: Promise<void>;
}

export interface DaemonOptions {
  readonly address: DaemonAddress;
  /** The product's version. */
  readonly version: string;
  readonly log: Log;
  /** Binds handlers to a new connection, whose first message is read after it. */
  readonly attach: (connection: Connection) => void;
  /** The file that this process runs; where it is removed or replaced, as by an update, the daemon ends. */
  readonly programPath?: string;
  readonly limits?: DaemonLimits;
  readonly clock?: Clock;
}

export function createDaemon(options: DaemonOptions): Daemon {
  const { address, version, log, attach, programPath, limits = daemonLimits, clock = systemClock } = options;
  const leaving = new AbortController();
  const hurry = new AbortController();
  const ended = new AbortController();
  const work = createWorkCounter();
  const program = programPath === undefined ? null : openProgramFile(programPath);
  let ending: Promise<void> | null = null;
  let presence: Disposable | null = null;

  const idle = createIdleShutdown({
    clock,
    idleMs: limits.idleMs,
    onIdle: () => {
      log.info('daemon', 'Ends unused', { afterMs: limits.idleMs });
      void drain();
    },
  });
  let endUse = (): void => undefined;
  const connections = createConnections({
    maxCount: limits.connectionCount,
    onFirst: () => {
      endUse = idle.begin();
    },
    onEmpty: () => {
      endUse();
    },
  });

  const welcome = (channel: Channel, client: ClientDescription): void => {
    const connection = createConnection(channel, {
      peer: client,
      requestCount: limits.requestCount,
      onFault: (fault) => {
        log.warn('protocol', 'A client sent no message', { reason: fault.message });
      },
    });
    if (leaving.signal.aborted || channel.socket.destroyed) {
      connection.dispose();
      return;
    }
    connections.add(connection);
    const fields = { client: client.name, version: client.version };
    log.info('daemon', 'A client has connected', fields);
    connection.signal.addEventListener('abort', () => {
      log.info('daemon', 'A client has gone', fields);
    });
    attach(connection);
    connection.listen();
  };
  const listener = createListener({
    address,
    token: createToken(),
    version,
    limits,
    clock,
    log,
    connections,
    onArrival: async () => {
      const fate = (await program?.fate()) ?? null;
      if (fate !== null) giveUp(fate);
    },
    isLeaving: () => leaving.signal.aborted,
    onClient: welcome,
  });

  const end = async (): Promise<void> => {
    idle.stop();
    presence?.[Symbol.dispose]();
    leaving.abort();
    const isServing = await ready.catch(() => false);
    if (!isServing) return;
    await listener.stop();
    using _deadline = clock.after(limits.drainMs, () => {
      hurry.abort();
    });
    await Promise.race([Promise.all([connections.drain(), work.whenNone()]), aborted(hurry.signal)]);
    connections.disposeAll();
    await listener.closed;
    log.info('daemon', 'Has ended');
  };
  const drain = (): Promise<void> => {
    ending ??= end().finally(() => {
      ended.abort();
    });
    return ending;
  };
  const giveUp = (reason: string): void => {
    if (ending === null) log.warn('daemon', 'Ends, since it cannot be used', { reason });
    void drain();
  };
  const watchPresence = (): Disposable =>
    startPresenceCheck({
      clock,
      periodMs: limits.presenceMs,
      check: async () => {
        if (!(await listener.keepAddress())) return 'Its address is gone or taken by another';
        return (await program?.fate()) ?? null;
      },
      onGone: giveUp,
      log,
    });
  const start = async (): Promise<boolean> => {
    let isServing = false;
    try {
      isServing = await listener.open(leaving.signal);
      if (isServing) log.info('daemon', 'Serves', { version, processId: process.pid });
      if (isServing && ending === null) presence = watchPresence();
      return isServing;
    } finally {
      if (!isServing) void drain();
    }
  };
  const ready = start();

  return {
    ready,
    get connectionCount() {
      return connections.count;
    },
    beginWork() {
      const ends = [work.begin(), idle.begin()];
      return () => {
        for (const done of ends) done();
      };
    },
    stayAwake: () => idle.begin(),
    drain,
    close() {
      hurry.abort();
      return drain();
    },
    leaving: leaving.signal,
    closed: aborted(ended.signal),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}
