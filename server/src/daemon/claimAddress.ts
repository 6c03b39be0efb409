import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, readdir, rename, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { basename, join } from 'node:path';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import { errorCode } from '../models/fileSystemErrors.ts';
import { type LockTiming, withLock } from '../models/lock.ts';
import { type DaemonAddress, unfinishedSocketPath } from './address.ts';
import { writeToken } from './auth.ts';
import { connectSocket } from './connectSocket.ts';
import { checkPrivateFolder, ensurePrivateFolder } from './privateFolder.ts';

/** A server that is reached at the daemon's address, until it gives the address up. */
export interface AddressClaim {
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
      return address.isPipe ? await claimPipe(server, address) : await claimSocket(server, address);
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

async function claimPipe(server: Server, address: DaemonAddress): Promise<AddressClaim> {
  await listen(server, address.socketPath);
  // Windows removes a pipe with its last handle.
  return { release: () => Promise.resolve() };
}

async function claimSocket(server: Server, address: DaemonAddress): Promise<AddressClaim> {
  await removeUnfinished(address);
  const unfinishedPath = unfinishedSocketPath(address.socketPath, randomInt(0x1000000));
  await listen(server, unfinishedPath);
  try {
    await chmod(unfinishedPath, 0o600);
    const ours = await lstat(unfinishedPath);
    await rename(unfinishedPath, address.socketPath);
    return { release: () => releaseSocket(address, ours.ino) };
  } catch (error) {
    server.close();
    throw error;
  }
}

async function releaseSocket(address: DaemonAddress, inode: number): Promise<void> {
  // The lock would create a folder that is gone, open to others, and no daemon could use it any more.
  if (!(await isPrivateFolder(address))) return;
  const signal = AbortSignal.timeout(releaseTimeoutMs);
  await withLock(address.lockPath, { signal, timing: lockTiming }, async () => {
    const found = await lstat(address.socketPath).catch(() => null);
    if (found?.ino !== inode) return;
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

const releaseTimeoutMs = 10_000;

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
