import { InterruptedError } from './failure.ts';
import { exitCodes } from './exitCodes.ts';

/** The part of `process` that signals need. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

/** One key press may arrive twice, from the terminal and through npm; a person's second one comes later. */
const samePressMs = 150;

/**
 * A signal that the first Ctrl+C (or SIGTERM) aborts, so that the command cleans up; the second one ends the
 * process at once.
 */
export function interruptSignal(source: SignalSource, now: () => number): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const interrupt = (): void => {
    const nowMs = now();
    if (firstMs === null) {
      firstMs = nowMs;
      controller.abort(new InterruptedError());
    } else if (nowMs - firstMs > samePressMs) {
      source.exit(exitCodes.interrupted);
    }
  };
  source.on('SIGINT', interrupt);
  source.on('SIGTERM', interrupt);
  return controller.signal;
}
