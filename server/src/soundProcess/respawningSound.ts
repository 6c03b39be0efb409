import type { Clock } from '../system/clock.ts';
import type { SoundSystem } from '../devices/soundSystem.ts';

/** A process that has the sound devices. It ends once; what is open in it fails then. */
export interface SoundProcess {
  readonly system: SoundSystem;
  readonly ended: Promise<SoundExit>;
  /** False when it has ended, or is about to. */
  isUsable(): boolean;
  /** Ends it at once. */
  end(): void;
}

export interface SoundExit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface RespawningSoundOptions {
  readonly start: () => SoundProcess;
  readonly clock: Clock;
  /** Told when a process ended that should not have. */
  readonly onDeath?: (exit: SoundExit) => void;
  /** How long a process stays of which nothing is open; default 10 s. */
  readonly idleMs?: number;
  /**
   * After so many listings and openings the next is another process's; default 50. Where ALSA's plugin for JACK is
   * installed and no JACK server runs, the library aborts its process after some 150.
   */
  readonly maxUseCount?: number;
  /** A process that has not answered by then hangs, and is ended; default 10 s. */
  readonly hangMs?: number;
}

/**
 * Sound that is there whenever it is needed. A process starts with the first use, and again after it died. One that
 * was used often enough is asked for nothing new and ends when the last of what is open in it is stopped.
 */
export function createRespawningSound(options: RespawningSoundOptions): SoundSystem & Disposable {
  const { start, clock, onDeath, idleMs = 10_000, maxUseCount = 50, hangMs = 10_000 } = options;
  const members = new Set<Member>();
  let newest: Member | null = null;

  function takeMember(): Member {
    if (newest?.process.isUsable() === true && newest.useCount < maxUseCount) return newest;
    const member: Member = { process: start(), useCount: 0, openCount: 0, idling: null };
    members.add(member);
    newest = member;
    void member.process.ended.then((exit) => {
      member.idling?.[Symbol.dispose]();
      if (members.delete(member)) onDeath?.(exit);
    });
    return member;
  }

  function end(member: Member): void {
    member.idling?.[Symbol.dispose]();
    members.delete(member);
    if (newest === member) newest = null;
    member.process.end();
  }

  /** @returns what gives it back, once */
  function hold(member: Member): () => void {
    let isHeld = true;
    member.openCount += 1;
    member.idling?.[Symbol.dispose]();
    member.idling = null;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      member.openCount -= 1;
      if (member.openCount > 0 || !members.has(member)) return;
      if (member.useCount >= maxUseCount) end(member);
      else
        member.idling = clock.after(idleMs, () => {
          end(member);
        });
    };
  }

  /** Gives the process back at once where the work fails, else when its result is stopped. */
  async function use<Result>(work: (system: SoundSystem) => Promise<Result>): Promise<Used<Result>> {
    const member = takeMember();
    member.useCount += 1;
    const release = hold(member);
    const hang = clock.after(hangMs, () => {
      member.process.end();
    });
    try {
      return { result: await work(member.process.system), release };
    } catch (error) {
      release();
      throw error;
    } finally {
      hang[Symbol.dispose]();
    }
  }

  return {
    async listDevices() {
      const { result, release } = await use((system) => system.listDevices());
      release();
      return result;
    },
    async openCapture(choice, signal) {
      signal.throwIfAborted();
      return untilStopped(await use((system) => system.openCapture(choice, signal)));
    },
    startOutput: async (choice, first) =>
      untilStopped(await use((system) => system.startOutput(choice, first))),
    [Symbol.dispose]() {
      for (const member of members) end(member);
    },
  };
}

interface Member {
  readonly process: SoundProcess;
  /** Listings and openings so far. */
  useCount: number;
  /** What is open in it or asked of it now. */
  openCount: number;
  idling: Disposable | null;
}

interface Used<Result> {
  readonly result: Result;
  readonly release: () => void;
}

function untilStopped<Stream extends { stop(): void }>({ result, release }: Used<Stream>): Stream {
  return {
    ...result,
    stop: () => {
      result.stop();
      release();
    },
  };
}
