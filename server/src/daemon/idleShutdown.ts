import type { Clock } from './clock.ts';
import { createWorkCounter, type WorkCounter } from './workCounter.ts';

/** Decides that the daemon is no longer used: nothing went on for `idleMs`, counted from the start too. */
export interface IdleShutdown extends WorkCounter {
  /** `onIdle` is not called any more. */
  stop(): void;
}

export interface IdleOptions {
  readonly clock: Clock;
  readonly idleMs: number;
  /** Called once. */
  readonly onIdle: () => void;
}

export function createIdleShutdown({ clock, idleMs, onIdle }: IdleOptions): IdleShutdown {
  let isStopped = false;
  let cancel = (): void => undefined;

  const wait = (sinceMs: number): void => {
    if (isStopped) return;
    const restMs = sinceMs + idleMs - clock.nowMs();
    cancel = clock.after(Math.min(restMs, longestTimerMs), () => {
      // A timer may come early, and one of many days comes in parts.
      if (clock.nowMs() - sinceMs < idleMs) wait(sinceMs);
      else end();
    });
  };
  const end = (): void => {
    isStopped = true;
    onIdle();
  };
  const work = createWorkCounter({
    onFirst: () => {
      cancel();
    },
    onNone: () => {
      wait(clock.nowMs());
    },
  });
  wait(clock.nowMs());

  return {
    get count() {
      return work.count;
    },
    begin: () => work.begin(),
    whenNone: () => work.whenNone(),
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

/** What fits into a timer of Node: a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;
