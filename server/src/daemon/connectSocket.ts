import { connect, type Socket } from 'node:net';
import { SpeechError } from '../../../protocol/errors.ts';
import { errorCode } from '../files/fileSystemErrors.ts';

/**
 * Connects to a Unix socket or a named pipe of this machine.
 *
 * @param signal  an abort rejects at once with its reason
 * @returns null where nobody listens
 * @throws SpeechError busy where somebody listens and too many wait already; daemonUnreachable where the system
 *         refuses for another reason
 */
export function connectSocket(socketPath: string, signal: AbortSignal): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect(socketPath);
    const abort = (): void => {
      socket.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error) => {
      signal.removeEventListener('abort', abort);
      if (nobodyListens.has(errorCode(error))) {
        resolve(null);
        return;
      }
      const isBusy = errorCode(error) === 'EAGAIN';
      reject(
        new SpeechError(isBusy ? 'busy' : 'daemonUnreachable', {
          message: `The speech service at '${socketPath}' cannot be reached: ${error.message}.`,
          hint: isBusy
            ? 'Try again.'
            : 'Set ALOUD_RUNTIME_FOLDER to a folder of your own, or remove what is at that path.',
          cause: error,
        }),
      );
    });
  });
}

/** ENOTSOCK: a file that is no socket, as macOS says it; Linux refuses the connection. */
const nobodyListens: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);
