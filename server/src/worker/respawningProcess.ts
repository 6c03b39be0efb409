import { setMaxListeners } from 'node:events';
import { sleep, type Clock } from '../system/clock.ts';
import { withEitherSignal } from '../cancellation/withEitherSignal.ts';
import type { RestartPolicy } from './restartPolicy.ts';
import type { ProcessConnection } from './workerConnection.ts';
import { WorkerDeath, type WorkerExit } from './workerExit.ts';

/** A process that is started when there is work for it, again when it dies, and ended when nobody needs it. */
export interface RespawningProcess {
  /**
   * @param engine  for whom; suspected when the process dies meanwhile
   * @param work    called a second time with another process when the first one dies under it, so it must be
   *                something that may be done twice
   * @param signal  ends the wait for a process; `work` hears it for itself
   * @throws SpeechError engineFailed when the engine is given up; WorkerDeath when both processes died
   */
  run<Result>(
    engine: string,
    work: (process: ProcessConnection) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
  /** The process that runs now. */
  current(): ProcessConnection | null;
  /** Keeps the process from being ended for idleness. */
  keep(): Disposable;
  deathCount(): number;
  runningCount(): number;
  /** Ends the process and rejects what runs; whoever waits for one, now or later, is rejected with `reason`. */
  dispose(reason: Error): Promise<void>;
}

export interface RespawningProcessOptions {
  readonly connect: () => ProcessConnection;
  readonly policy: RestartPolicy;
  readonly clock: Clock;
  /** How long the process stays when nothing runs or is kept. */
  readonly idleMs: number;
  /** Told before the calls that were running are. */
  readonly onDeath: (exit: WorkerExit) => void;
}

export function createRespawningProcess(options: RespawningProcessOptions): RespawningProcess {
  const { policy, clock, idleMs } = options;
  const disposed = new AbortController();
  // Everybody who waits for the next process listens.
  setMaxListeners(0, disposed.signal);
  const keeps = new Set<object>();
  let life: Life | null = null;
  let idleTimer: Disposable | null = null;
  let deathCount = 0;
  let runningCount = 0;

  const start = (): Life => {
    const started: Life = { process: options.connect(), startMs: clock.nowMs(), engines: [] };
    void started.process.exited.then((exit) => {
      if (life !== started) return;
      life = null;
      deathCount += 1;
      policy.died(new Set(started.engines), clock.nowMs() - started.startMs);
      options.onDeath(exit);
    });
    return started;
  };

  const end = async (): Promise<void> => {
    idleTimer?.[Symbol.dispose]();
    if (life === null) return;
    const { process, startMs } = life;
    life = null;
    policy.ended(clock.nowMs() - startMs);
    await process.dispose();
  };

  const endWhenIdle = (): void => {
    idleTimer?.[Symbol.dispose]();
    if (runningCount > 0 || keeps.size > 0 || life === null) return;
    idleTimer = clock.after(idleMs, () => void end());
  };

  const living = async (signal: AbortSignal): Promise<Life> => {
    signal.throwIfAborted();
    disposed.signal.throwIfAborted();
    while (life === null && policy.startDelayMs() > 0) {
      await withEitherSignal([signal, disposed.signal], (either) =>
        sleep(clock, policy.startDelayMs(), either),
      );
    }
    return (life ??= start());
  };

  const attempt = async <Result>({ engine, work, signal }: Task<Result>): Promise<Result> => {
    policy.assertUsable(engine);
    const { process, engines } = await living(signal);
    engines.push(engine);
    try {
      return await work(process);
    } finally {
      engines.splice(engines.indexOf(engine), 1);
    }
  };

  return {
    async run(engine, work, signal) {
      const task = { engine, work, signal };
      idleTimer?.[Symbol.dispose]();
      runningCount += 1;
      try {
        return await attempt(task).catch((error: unknown) => {
          if (!(error instanceof WorkerDeath) || disposed.signal.aborted) throw error;
          return attempt(task);
        });
      } finally {
        runningCount -= 1;
        endWhenIdle();
      }
    },
    current: () => life?.process ?? null,
    keep() {
      const keep = {};
      keeps.add(keep);
      idleTimer?.[Symbol.dispose]();
      return {
        [Symbol.dispose]: () => {
          if (keeps.delete(keep)) endWhenIdle();
        },
      };
    },
    deathCount: () => deathCount,
    runningCount: () => runningCount,
    async dispose(reason) {
      disposed.abort(reason);
      await end();
    },
  };
}

interface Life {
  readonly process: ProcessConnection;
  readonly startMs: number;
  /** For whom something runs in it, one entry a call. */
  readonly engines: string[];
}

interface Task<Result> {
  readonly engine: string;
  readonly work: (process: ProcessConnection) => Promise<Result>;
  readonly signal: AbortSignal;
}
