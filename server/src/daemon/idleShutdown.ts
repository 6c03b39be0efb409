import type { Clock } from '../system/clock.ts';
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
  let timer: Disposable | null = null;

  const wait = (sinceMs: number): void => {
    if (isStopped) return;
    const restMs = sinceMs + idleMs - clock.nowMs();
    timer = clock.after(restMs, () => {
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
      timer?.[Symbol.dispose]();
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
      timer?.[Symbol.dispose]();
    },
  };
}
