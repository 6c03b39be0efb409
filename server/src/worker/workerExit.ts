import { readFileSync } from 'node:fs';
import { SpeechError, type SpeechErrorCode } from '../../../protocol/errors.ts';

/** How a worker's process ended. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote last on its standard error. */
  readonly errorOutput: string;
  /** The system says that it ended a process for want of memory while this one lived. */
  readonly sawMemoryKill: boolean;
}

/** The worker has ended under a call. What was asked of it may be asked again of another one. */
export class WorkerDeath extends SpeechError {
  readonly exit: WorkerExit;

  constructor(exit: WorkerExit) {
    const reason = exit.signal ?? (exit.code === null ? 'it could not be started' : `exit code ${exit.code}`);
    const ranOut = ranOutOfMemory(exit);
    const code: SpeechErrorCode = ranOut ? 'outOfMemory' : 'engineFailed';
    super(code, {
      message: ranOut
        ? `The process that runs the speech engines ran out of memory (${reason}).`
        : `The process that runs the speech engines ended unexpectedly (${reason}).`,
      hint: ranOut
        ? 'Close other programs, or use a smaller model.'
        : 'Try again; if it ends again, free some memory or use `--provider cpu`.',
    });
    this.exit = exit;
  }
}

/** An abort may mean anything; what the process wrote before it tells. A kill is told by the system's own count. */
function ranOutOfMemory({ signal, errorOutput, sawMemoryKill }: WorkerExit): boolean {
  return memoryPattern.test(errorOutput) || (signal === 'SIGKILL' && sawMemoryKill);
}

const memoryPattern = /out of memory|bad_alloc|cannot allocate memory/i;

/** How many processes Linux has ended for want of memory since it was started; null where nothing tells. */
export function readMemoryKillCount(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}
