import type { Clock } from '../system/clock.ts';
import type { Log } from './log.ts';

export interface PresenceOptions {
  readonly clock: Clock;
  readonly periodMs: number;
  /** @returns why nobody can use the daemon any more; null while somebody can */
  readonly check: () => Promise<string | null>;
  /** Called once, with what `check` said. */
  readonly onGone: (reason: string) => void;
  readonly log: Log;
}

/** Looks again and again whether the daemon can still be used, until it cannot, or the check is disposed of. */
export function startPresenceCheck({ clock, periodMs, check, onGone, log }: PresenceOptions): Disposable {
  let isStopped = false;
  let timer: Disposable | null = null;

  const look = async (): Promise<void> => {
    const reason = await check().catch((error: unknown) => {
      log.warn('daemon', 'Cannot tell whether the daemon is found', { error: String(error) });
      return null;
    });
    if (isStopped) return;
    if (reason === null) wait();
    else onGone(reason);
  };
  const wait = (): void => {
    timer = clock.after(periodMs, () => void look());
  };
  wait();

  return {
    [Symbol.dispose]() {
      isStopped = true;
      timer?.[Symbol.dispose]();
    },
  };
}
