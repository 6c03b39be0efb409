import { createHash } from 'node:crypto';
import { type PlatformPath, posix, win32 } from 'node:path';
import { protocolVersion } from '../../../protocol/connection.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { UserPlace } from '../system/userPlace.ts';

/** Where the one daemon of a user is found. Daemons of another protocol major have another address. */
export interface DaemonAddress {
  /** Private to the user; holds everything but the pipe of Windows. */
  readonly folder: string;
  /** A Unix socket in the folder, or a named pipe. */
  readonly socketPath: string;
  readonly isPipe: boolean;
  readonly tokenPath: string;
  /** Held for the moment in which a daemon takes the address or gives it up. */
  readonly lockPath: string;
  readonly userId: number | null;
}

/** @throws SpeechError daemonUnreachable where the path is longer than the system takes for a socket */
export function daemonAddress(place: UserPlace): DaemonAddress {
  const name = `v${protocolVersion.major}`;
  const { userId } = place;
  if (place.platform === 'win32') {
    const folder = windowsFolder(place);
    const socketPath = `\\\\.\\pipe\\aloud-${userHash(place, folder)}-${name}`;
    return { ...files(folder, name, win32), socketPath, isPipe: true, userId };
  }
  const folder = unixFolder(place);
  const socketPath = posix.join(folder, `${name}.sock`);
  requireShort(unfinishedSocketPath(socketPath, 0xffffff), place.platform);
  return { ...files(folder, name, posix), socketPath, isPipe: false, userId };
}

/** Where a socket is made ready before it takes the address. */
export function unfinishedSocketPath(socketPath: string, random: number): string {
  return socketPath.replace(/\.sock$/u, `-${random.toString(16).padStart(6, '0')}.sock`);
}

function files(folder: string, name: string, path: PlatformPath) {
  return {
    folder,
    tokenPath: path.join(folder, `${name}.token`),
    lockPath: path.join(folder, `${name}.lock`),
  };
}

function unixFolder({ environment, tempFolder, userId }: UserPlace): string {
  const own = environment['ALOUD_RUNTIME_FOLDER'];
  if (own !== undefined && own !== '') return posix.resolve(own);
  // The XDG base directory specification tells programs to ignore relative paths.
  const runtimeFolder = environment['XDG_RUNTIME_DIR'];
  if (runtimeFolder?.startsWith('/') === true) return posix.join(runtimeFolder, 'aloud');
  return posix.join(tempFolder, `aloud-${String(userId)}`);
}

function windowsFolder({ environment, homeFolder }: UserPlace): string {
  const own = environment['ALOUD_RUNTIME_FOLDER'];
  if (own !== undefined && own !== '') return win32.resolve(own);
  const localData = environment['LOCALAPPDATA'] ?? win32.join(homeFolder, 'AppData', 'Local');
  return win32.join(localData, 'aloud', 'run');
}

/** Pipes of all users share one namespace. */
function userHash({ environment, homeFolder }: UserPlace, folder: string): string {
  const user = [environment['USERDOMAIN'], environment['USERNAME'], homeFolder, folder].join('\n');
  return createHash('sha256').update(user).digest('hex').slice(0, 16);
}

/** The longest `sun_path` without its closing zero, as vscode-jsonrpc also counts it. */
const safeSocketPathBytes: Partial<Record<NodeJS.Platform, number>> = { darwin: 102, linux: 107 };

function requireShort(socketPath: string, platform: NodeJS.Platform): void {
  const limit = safeSocketPathBytes[platform] ?? 102;
  const length = Buffer.byteLength(socketPath);
  if (length <= limit) return;
  throw new SpeechError('daemonUnreachable', {
    message: `The path '${socketPath}' has ${length} bytes; a socket's may have ${limit}.`,
    hint: 'Set ALOUD_RUNTIME_FOLDER to a folder of your own with a shorter path.',
  });
}
