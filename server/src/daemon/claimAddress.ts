import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, readdir, rename, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { basename, join } from 'node:path';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import { errorCode } from '../files/fileSystemErrors.ts';
import { type LockTiming, withLock } from '../files/lock.ts';
import { type DaemonAddress, unfinishedSocketPath } from './address.ts';
import { readToken, writeToken } from './token.ts';
import { connectSocket } from './connectSocket.ts';
import { checkPrivateFolder, ensurePrivateFolder } from './privateFolder.ts';

/** A server that is reached at the daemon's address, until it gives the address up. */
export interface AddressClaim {
  /**
   * Writes the token again where it is not ours any more, as after a cleaning of temporary files.
   *
   * @returns false where the socket is gone or another's: nobody finds us
   */
  keep(): Promise<boolean>;
  /** Takes the socket and the token away, if they are still ours; connections that are open stay open. */
  release(): Promise<void>;
}

/**
 * Makes the server listen at the address with that token, unless another daemon answers there. Of any number of
 * daemons that try at once exactly one succeeds.
 *
 * A daemon owns the address by answering at it, so what a dead one left behind is in nobody's way. The lock is
 * held only while the address is looked at and taken. The socket is bound beside its address and renamed onto it
 * when it is ready, so that nobody sees it with another mode or token, and so that closing the server, which
 * removes the name that was bound, never removes the socket of a successor.
 *
 * @returns null where another daemon answers
 * @throws SpeechError as `ensurePrivateFolder`; daemonUnreachable where the folder cannot be written
 */
export async function claimAddress(
  server: Server,
  address: DaemonAddress,
  options: { readonly token: string; readonly signal: AbortSignal },
): Promise<AddressClaim | null> {
  await ensurePrivateFolder(address);
  try {
    return await withLock(address.lockPath, { signal: options.signal, timing: lockTiming }, async () => {
      if (await isAnswering(address, options.signal)) return null;
      await writeToken(address, options.token);
      const place = { address, token: options.token };
      return address.isPipe ? await claimPipe(server, place) : await claimSocket(server, place);
    });
  } catch (error) {
    throw isSpeechError(error) || errorCode(error) === undefined ? error : notWritable(address, error);
  }
}

/** Held for milliseconds: whoever has shown no life for seconds has ended in the middle. */
const lockTiming: LockTiming = { heartbeatMs: 500, staleMs: 5_000, pollMs: 20 };

async function isAnswering({ socketPath }: DaemonAddress, signal: AbortSignal): Promise<boolean> {
  try {
    const socket = await connectSocket(socketPath, signal);
    socket?.destroy();
    return socket !== null;
  } catch (error) {
    if (isSpeechError(error, 'busy')) return true;
    throw error;
  }
}

interface Place {
  readonly address: DaemonAddress;
  readonly token: string;
}

async function claimPipe(server: Server, place: Place): Promise<AddressClaim> {
  await listen(server, place.address.socketPath);
  return {
    keep: () => keepToken(place, () => isPrivateFolder(place.address)),
    // Windows removes a pipe with its last handle.
    release: () => Promise.resolve(),
  };
}

async function claimSocket(server: Server, place: Place): Promise<AddressClaim> {
  const { address } = place;
  await removeUnfinished(address);
  const unfinishedPath = unfinishedSocketPath(address.socketPath, randomInt(0x1000000));
  await listen(server, unfinishedPath);
  try {
    await chmod(unfinishedPath, 0o600);
    const { ino } = await lstat(unfinishedPath);
    await rename(unfinishedPath, address.socketPath);
    const isOurs = (): Promise<boolean> => hasSocket(address, ino);
    return { keep: () => keepToken(place, isOurs), release: () => releaseSocket(address, isOurs) };
  } catch (error) {
    server.close();
    throw error;
  }
}

async function hasSocket(address: DaemonAddress, inode: number): Promise<boolean> {
  if (!(await isPrivateFolder(address))) return false;
  const found = await lstat(address.socketPath).catch(() => null);
  return found?.ino === inode;
}

async function keepToken({ address, token }: Place, isOurs: () => Promise<boolean>): Promise<boolean> {
  if (!(await isOurs())) return false;
  if ((await readToken(address)) === token) return true;
  const signal = AbortSignal.timeout(lockTimeoutMs);
  return withLock(address.lockPath, { signal, timing: lockTiming }, async () => {
    if (!(await isOurs())) return false;
    await writeToken(address, token);
    return true;
  });
}

async function releaseSocket(address: DaemonAddress, isOurs: () => Promise<boolean>): Promise<void> {
  // The lock would create a folder that is gone, open to others, and no daemon could use it any more.
  if (!(await isOurs())) return;
  const signal = AbortSignal.timeout(lockTimeoutMs);
  await withLock(address.lockPath, { signal, timing: lockTiming }, async () => {
    if (!(await isOurs())) return;
    await rm(address.socketPath, { force: true });
    await rm(address.tokenPath, { force: true });
  });
}

async function isPrivateFolder(address: DaemonAddress): Promise<boolean> {
  try {
    await checkPrivateFolder(address);
    return true;
  } catch (error) {
    if (isSpeechError(error)) return false;
    throw error;
  }
}

const lockTimeoutMs = 10_000;

/** Only the holder of the lock makes such sockets: what is there now was left by one that died. */
async function removeUnfinished({ folder, socketPath }: DaemonAddress): Promise<void> {
  const pattern = new RegExp(`^${basename(socketPath, '.sock')}-[0-9a-f]{6}\\.sock$`, 'u');
  for (const name of await readdir(folder)) {
    if (pattern.test(name)) await rm(join(folder, name), { force: true });
  }
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
}

function notWritable({ folder }: DaemonAddress, cause: unknown): SpeechError {
  return new SpeechError('daemonUnreachable', {
    message: `The folder '${folder}', where the speech service is found, cannot be written: ${String(cause)}.`,
    hint: 'Free some space, or set ALOUD_RUNTIME_FOLDER to a folder of your own.',
    cause,
  });
}
