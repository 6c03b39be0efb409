import type { Socket } from 'node:net';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { DaemonPlace } from './openDaemonSocket.ts';
import type { SpeechConnection } from './speechConnection.ts';

/** The way to the daemon, for all features of a window. */
export interface SpeechService extends Disposable {
  /**
   * The connection; made with the first call, and again after it was lost. Whoever calls meanwhile waits for the same one.
   *
   * @throws SpeechError daemonUnreachable where the daemon cannot be started, or has died so often in a short time that
   *         it is left alone for longer than anybody waits
   */
  connect(signal: AbortSignal): Promise<SpeechConnection>;
  /** Whether there is a connection, or one is being made. */
  isConnected(): boolean;
  /** A person wants it now: what died before does not count any more. */
  forgetDeaths(): void;
  /** Another connection, for another protocol. @throws SpeechError as `connect` */
  openSocket(signal: AbortSignal): Promise<Socket>;
}

export interface SpeechServiceParts {
  /** Starts the daemon where none runs. */
  readonly locate: (signal: AbortSignal) => Promise<DaemonPlace>;
  readonly openSocket: (place: DaemonPlace, signal: AbortSignal) => Promise<Socket>;
  readonly createConnection: (socket: Socket) => Promise<SpeechConnection>;
  readonly wait: (durationMs: number, signal: AbortSignal) => Promise<void>;
  readonly nowMs: () => number;
}

/** After a connection that lived shorter than this, the daemon is left alone for a while. */
const shortLifeMs = 30_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** Whoever would have to wait longer is told so instead. */
const bearableMs = 2500;

export function createSpeechService(parts: SpeechServiceParts): SpeechService {
  const { locate, createConnection, wait, nowMs } = parts;
  const disposed = new AbortController();
  let connecting: Promise<SpeechConnection> | null = null;
  let place: DaemonPlace | null = null;
  let restUntilMs = -Infinity;
  /** In a row, of daemons that lived for a short time. */
  let deathCount = 0;

  const openSocket = async (signal: AbortSignal): Promise<Socket> => {
    if (place !== null) {
      try {
        return await parts.openSocket(place, signal);
      } catch (error) {
        // It has ended meanwhile, as it does when nobody needs it.
        if (!isSpeechError(error, 'daemonUnreachable') && !isSpeechError(error, 'unauthorized')) throw error;
      }
    }
    place = await locate(signal);
    return parts.openSocket(place, signal);
  };

  const start = async (): Promise<SpeechConnection> => {
    const restMs = restUntilMs - nowMs();
    if (restMs > bearableMs) throw diesAgainAndAgain(deathCount, restMs);
    if (restMs > 0) await wait(restMs, disposed.signal);
    const connection = await createConnection(await openSocket(disposed.signal));
    const openedMs = nowMs();
    connection.signal.addEventListener('abort', () => {
      connecting = null;
      const hasLived = nowMs() - openedMs >= shortLifeMs;
      deathCount = hasLived ? 0 : deathCount + 1;
      restUntilMs = nowMs() + pauseAfter(deathCount);
    });
    return connection;
  };

  return {
    connect(signal) {
      connecting ??= start().catch((error: unknown) => {
        connecting = null;
        throw error;
      });
      return untilAborted(connecting, signal);
    },
    isConnected: () => connecting !== null,
    forgetDeaths() {
      deathCount = 0;
      restUntilMs = -Infinity;
    },
    openSocket: (signal) => openSocket(AbortSignal.any([signal, disposed.signal])),
    [Symbol.dispose]() {
      disposed.abort(new Error('The window is closing.'));
      connecting?.then(
        (connection) => {
          connection[Symbol.dispose]();
        },
        () => undefined,
      );
    },
  };
}

function pauseAfter(deathCount: number): number {
  return deathCount === 0 ? 0 : Math.min(firstPauseMs * 2 ** (deathCount - 1), longestPauseMs);
}

function diesAgainAndAgain(count: number, restMs: number): SpeechError {
  return new SpeechError('daemonUnreachable', {
    message: `The speech service has ended ${count} times within a short time.`,
    hint: `Restart it, or try again in ${Math.ceil(restMs / 1000)} seconds.`,
  });
}

/** Rejects at once with the reason of an abort; what was waited for goes on. */
function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
