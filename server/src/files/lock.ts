import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './fileSystemErrors.ts';
import { makeFolder } from '../system/makeFolder.ts';

export interface LockTiming {
  /** How often the holder shows that it lives. */
  readonly heartbeatMs: number;
  /** A lock without a heartbeat for so long is nobody's. A holder on this machine that has ended frees it at once. */
  readonly staleMs: number;
  readonly pollMs: number;
}

export const lockTiming: LockTiming = { heartbeatMs: 2_000, staleMs: 30_000, pollMs: 100 };

export interface LockOptions {
  readonly signal: AbortSignal;
  readonly timing?: LockTiming;
  /** Called once where somebody else has the lock; `processId` is null where the holder cannot be told. */
  readonly onWait?: (processId: number | null) => void;
}

/**
 * Does work while nobody else, in this process or another one of this machine or a shared disk, holds the lock of
 * that path. The work's signal also fires when the lock is lost, as after a long sleep of the machine.
 */
export async function withLock<Result>(
  path: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timing = options.timing ?? lockTiming;
  const owner: LockOwner = { processId: process.pid, host: hostname(), token: randomUUID() };
  await acquire(path, owner, { ...options, timing });
  const lost = new AbortController();
  const heartbeat = setInterval(() => {
    void keepAlive(path, owner).catch((error: unknown) => {
      lost.abort(new Error(`The lock '${path}' was lost.`, { cause: error }));
    });
  }, timing.heartbeatMs);
  try {
    return await work(AbortSignal.any([options.signal, lost.signal]));
  } finally {
    clearInterval(heartbeat);
    await release(path, owner);
  }
}

interface LockOwner {
  readonly processId: number;
  readonly host: string;
  /** Tells this acquisition from every other. */
  readonly token: string;
}

async function acquire(
  path: string,
  owner: LockOwner,
  options: LockOptions & { timing: LockTiming },
): Promise<void> {
  await makeFolder(dirname(path));
  let hasTold = false;
  while (!(await tryCreate(path, owner))) {
    options.signal.throwIfAborted();
    const holder = await readHolder(path);
    if (holder === 'gone') {
      continue;
    }
    if (isStale(holder, options.timing.staleMs)) {
      await takeAway(path, holder.owner);
      continue;
    }
    if (!hasTold) {
      hasTold = true;
      options.onWait?.(holder.owner?.processId ?? null);
    }
    await delay(options.timing.pollMs, undefined, { signal: options.signal });
  }
}

async function tryCreate(path: string, owner: LockOwner): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(JSON.stringify(owner));
    } catch (error) {
      // On a full disk: nobody's lock would be waited for.
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

interface LockHolder {
  /** Null while the holder has created the file and not yet written its name into it. */
  readonly owner: LockOwner | null;
  readonly silentMs: number;
}

async function readHolder(path: string): Promise<LockHolder | 'gone'> {
  try {
    const { mtimeMs } = await stat(path);
    return { owner: parseOwner(await readFile(path, 'utf8')), silentMs: Date.now() - mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return 'gone';
    }
    throw error;
  }
}

function parseOwner(text: string): LockOwner | null {
  try {
    return JSON.parse(text) as LockOwner;
  } catch {
    return null;
  }
}

function isStale({ owner, silentMs }: LockHolder, staleMs: number): boolean {
  return silentMs > staleMs || (owner !== null && owner.host === hostname() && !isAlive(owner.processId));
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/**
 * Removes a stale lock. Two waiters may see the same stale lock, and the slower one may find the lock of the faster
 * in its place: renaming decides who removes, and a lock that turns out to be another one is put back.
 */
async function takeAway(path: string, stale: LockOwner | null): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return;
    }
    throw error;
  }
  const taken = parseOwner(await readFile(aside, 'utf8'));
  if (taken?.token === stale?.token) {
    await rm(aside, { force: true });
  } else {
    await rename(aside, path);
  }
}

/** @throws where the lock is another's or nobody's by now */
async function keepAlive(path: string, owner: LockOwner): Promise<void> {
  if (!(await isOurs(path, owner))) {
    throw new Error('Another process has taken it over.');
  }
  const now = new Date();
  await utimes(path, now, now);
}

async function release(path: string, owner: LockOwner): Promise<void> {
  if (await isOurs(path, owner)) {
    await rm(path, { force: true });
  }
}

async function isOurs(path: string, owner: LockOwner): Promise<boolean> {
  const holder = await readHolder(path);
  return holder !== 'gone' && holder.owner?.token === owner.token;
}
