import type { DaemonAddress } from '../daemon/address.ts';
import { connectDaemon } from '../daemon/connectDaemon.ts';
import type { DaemonConnection } from '../daemon/daemonConnection.ts';
import { daemonProgram } from '../daemon/daemonLauncher.ts';
import { connectOrLaunch } from '../daemon/connectOrLaunch.ts';

/** The way to the daemon of this user. */
export interface DaemonAccess {
  /** Where clients of other languages find it. @throws SpeechError daemonUnreachable for a path that is too long */
  place(): { readonly address: string; readonly tokenFile: string };
  /** @returns null where none runs. @throws SpeechError unauthorized, protocolMismatch, busy, daemonUnreachable */
  connect(signal: AbortSignal): Promise<DaemonConnection | null>;
  /** Starts it where none runs. @throws SpeechError as `connect` */
  connectOrLaunch(signal: AbortSignal): Promise<DaemonConnection>;
}

export interface DaemonAccessOptions {
  /** Asked each time. @throws SpeechError daemonUnreachable for a path that is too long */
  readonly address: () => DaemonAddress;
  /** What the daemon's log calls us. */
  readonly clientName: string;
  /** The product's version. */
  readonly version: string;
  /** The bundled `daemonMain.ts`. */
  readonly scriptPath: string;
}

export function createDaemonAccess(options: DaemonAccessOptions): DaemonAccess {
  const { address, clientName, version, scriptPath } = options;
  const client = { name: clientName, version };
  return {
    place() {
      const { socketPath, tokenPath } = address();
      return { address: socketPath, tokenFile: tokenPath };
    },
    connect: (signal) => connectDaemon({ address: address(), client }, signal),
    connectOrLaunch: (signal) =>
      connectOrLaunch({ address: address(), client, program: daemonProgram(scriptPath) }, signal),
  };
}
