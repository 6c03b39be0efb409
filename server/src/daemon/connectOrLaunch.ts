import { setTimeout as delay } from 'node:timers/promises';
import { daemonShutdown } from '../../../protocol/daemon.ts';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import { connectDaemon, type ConnectOptions } from './connectDaemon.ts';
import type { DaemonConnection } from './daemonConnection.ts';
import { createDaemonLauncher, type DaemonProgram } from './daemonLauncher.ts';
import { isOlderVersion } from './productVersion.ts';

export interface LaunchOptions extends ConnectOptions {
  readonly program: DaemonProgram;
  readonly timing?: LaunchTiming;
}

export interface LaunchTiming {
  /** Until a connection must be there. */
  readonly deadlineMs: number;
  /** Between the first two attempts; it grows up to `maxPauseMs`. */
  readonly pauseMs: number;
  readonly maxPauseMs: number;
}

export const launchTiming: LaunchTiming = { deadlineMs: 10_000, pauseMs: 20, maxPauseMs: 200 };

/**
 * A connection to the daemon of this user, which is started where none runs. A daemon of an older product version
 * is asked to finish what it does and gives its place to one of ours.
 *
 * @param signal  an abort rejects with its reason; a daemon that was started meanwhile ends by itself when unused
 * @throws SpeechError daemonUnreachable where none comes up in time; unauthorized, protocolMismatch, busy
 */
export async function connectOrLaunch(
  options: LaunchOptions,
  signal: AbortSignal,
): Promise<DaemonConnection> {
  signal.throwIfAborted();
  const { deadlineMs } = options.timing ?? launchTiming;
  const deadline = AbortSignal.timeout(deadlineMs);
  const launcher = createDaemonLauncher(options.program);
  try {
    return await attempt(options, { launcher, signal: AbortSignal.any([signal, deadline]) });
  } catch (error) {
    signal.throwIfAborted();
    if (!deadline.aborted || isSpeechError(error)) throw error;
    throw new SpeechError('daemonUnreachable', {
      message: `The speech service did not answer within ${deadlineMs} ms (${launcher.describe()}).`,
      hint: 'See its log file, end the process if it hangs, and try again.',
    });
  }
}

interface AttemptContext {
  readonly launcher: ReturnType<typeof createDaemonLauncher>;
  readonly signal: AbortSignal;
}

/** Goes on until the signal ends it. */
async function attempt(
  options: LaunchOptions,
  { launcher, signal }: AttemptContext,
): Promise<DaemonConnection> {
  const { pauseMs, maxPauseMs } = options.timing ?? launchTiming;
  let refusedCount = 0;
  let leavingPid: number | null = null;
  for (let pause = pauseMs; ; pause = Math.min(2 * pause, maxPauseMs)) {
    try {
      const connection = await connectDaemon(options, signal);
      if (connection === null) {
        launcher.launch();
      } else if (connection.daemon.pid === leavingPid) {
        // It was asked to give its place up, and is about to.
        connection.dispose();
      } else if (leavingPid === null && isOlder(connection, options)) {
        leavingPid = connection.daemon.pid;
        await askToDrain(connection, signal);
        continue;
      } else {
        return connection;
      }
    } catch (error) {
      // A daemon that started just now has another token than the one that was read.
      if (!isSpeechError(error, 'unauthorized') || ++refusedCount > allowedRefusals) throw error;
    }
    await delay(pause, undefined, { signal });
  }
}

const allowedRefusals = 3;

function isOlder({ daemon }: DaemonConnection, { client }: LaunchOptions): boolean {
  return isOlderVersion(daemon.server.version, client.version);
}

async function askToDrain(connection: DaemonConnection, signal: AbortSignal): Promise<void> {
  try {
    await connection.request(daemonShutdown, { drain: true }, signal);
  } catch (error) {
    // It may have ended before it could answer.
    if (!isSpeechError(error, 'daemonUnreachable')) throw error;
  } finally {
    connection.dispose();
  }
}
