import { SpeechError } from '../../../protocol/errors.ts';
import { runSpeechCommand, type CommandPlace } from './runSpeechCommand.ts';
import type { DaemonPlace } from './openDaemonSocket.ts';

/** Where the daemon of this user is; started where none runs. @throws SpeechError daemonUnreachable */
export async function locateDaemon(place: CommandPlace, signal: AbortSignal): Promise<DaemonPlace> {
  try {
    const output = await runSpeechCommand(place, ['daemon', 'start', '--json'], signal);
    const { address, tokenFile } = JSON.parse(output) as DaemonPlace;
    return { address, tokenFile };
  } catch (cause) {
    signal.throwIfAborted();
    throw new SpeechError('daemonUnreachable', {
      message: 'The speech service could not be started.',
      hint: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
