import { SpeechError } from '../../../protocol/errors.ts';
import type { Clock } from '../system/clock.ts';
import { untilAborted } from '../cancellation/untilAborted.ts';
import { createEngineRecords, handleIn } from './engineRecords.ts';
import { createHearing } from './hearing.ts';
import { createRespawningProcess } from './respawningProcess.ts';
import { createRestartPolicy, defaultRestartTiming, type RestartTiming } from './restartPolicy.ts';
import type { ProcessConnection, WorkerConnection } from './workerConnection.ts';
import type { WorkerExit } from './workerExit.ts';
import type { WorkerHandlers } from './workerServer.ts';

/**
 * A worker that is there whenever it is needed. Its process starts with the first call and ends a while after the
 * last engine was disposed of, so that memory returns. When it dies, the next call starts another one, after a delay
 * that grows with deaths in a row; an engine that was open is opened in it when it is used. A call that was running
 * is asked once more of the new process, for it may not be the cause; when that one dies as well, the call fails
 * with WorkerDeath. An engine under which one process after the other dies is given up for a while.
 *
 * Unlike a bare connection, a call of an engine that is aborted rejects when the process has come to its next check
 * point, so that whoever lets units run one by one knows when the next may start. One that does not come there is
 * taken for hung, and its process is ended.
 */
export interface SupervisedWorker extends WorkerConnection {
  status(): WorkerStatus;
}

export interface WorkerStatus {
  /** Null while no process runs. */
  readonly pid: number | null;
  /** Processes that died so far. */
  readonly deathCount: number;
  readonly openEngineCount: number;
  readonly runningCallCount: number;
}

export interface SupervisedWorkerOptions {
  /** Starts a process. */
  readonly connect: () => ProcessConnection;
  readonly clock: Clock;
  /** How long a process stays when no engine is open in it; default 5 s. */
  readonly idleMs?: number;
  /** How long an aborted call may take to its next check point; default 30 s. */
  readonly hangMs?: number;
  readonly restart?: RestartTiming;
  /** Told before the calls that were running are. */
  readonly onDeath?: (exit: WorkerExit) => void;
}

export function createSupervisedWorker(options: SupervisedWorkerOptions): SupervisedWorker {
  const { clock, idleMs = 5000, hangMs = 30_000, restart = defaultRestartTiming } = options;
  const policy = createRestartPolicy(restart, () => clock.nowMs());
  const process = createRespawningProcess({
    connect: options.connect,
    policy,
    clock,
    idleMs,
    onDeath: options.onDeath ?? (() => undefined),
  });
  const engines = createEngineRecords(process);

  const runUnit = async <Result>(
    engine: string,
    work: (connection: ProcessConnection) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> => {
    const result = await process.run(engine, work, signal);
    policy.succeeded(engine);
    return result;
  };
  const useEngine = <Result>(
    handle: number,
    call: (connection: ProcessConnection, handle: number) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> => {
    const record = engines.get(handle);
    const work = async (connection: ProcessConnection): Promise<Result> => {
      const handleThere = await untilAborted(handleIn(connection, record), signal);
      try {
        return await call(connection, handleThere);
      } finally {
        if (signal.aborted) await untilEnded(connection, signal, { clock, hangMs });
      }
    };
    return runUnit(record.engine, work, signal);
  };

  const handlers: WorkerHandlers = {
    openRecognizer: (choice, signal) =>
      engines.open(
        choice.engine,
        (connection, openSignal) => connection.call('openRecognizer', choice, openSignal),
        signal,
      ),
    openSynthesizer: (choice, signal) =>
      engines.open(
        choice.engine,
        (connection, openSignal) => connection.call('openSynthesizer', choice, openSignal),
        signal,
      ),
    openVoiceActivity: (_params, signal) =>
      engines.open(
        'voice activity',
        (connection, openSignal) => connection.call('openVoiceActivity', null, openSignal),
        signal,
      ),
    prepare: (params, signal) =>
      runUnit(params.model, (connection) => connection.call('prepare', params, signal), signal),
    enrollClips: (params, signal) =>
      runUnit('enrollment', (connection) => connection.call('enrollClips', params, signal), signal),
    recognize: (params, signal) =>
      useEngine(
        params.handle,
        (connection, handle) => connection.call('recognize', { ...params, handle }, signal),
        signal,
      ),
    synthesize: ({ onSound, ...params }, signal) => {
      const hearing = onSound && createHearing(onSound);
      return useEngine(
        params.handle,
        async (connection, handle) => {
          const again = hearing?.begin();
          const asked = { ...params, handle, ...(again && { onSound: again.onSound }) };
          const utterance = await connection.call('synthesize', asked, signal);
          return again === undefined ? utterance : again.end(utterance);
        },
        signal,
      );
    },
    detect: (params, signal) =>
      useEngine(
        params.handle,
        (connection, handle) => connection.call('detect', { ...params, handle }, signal),
        signal,
      ),
    async dispose({ handle }) {
      await engines.close(handle);
      return null;
    },
  };

  return {
    call: async (method, params, signal) => handlers[method](params, signal),
    status: () => ({
      pid: process.current()?.pid ?? null,
      deathCount: process.deathCount(),
      openEngineCount: engines.count(),
      runningCallCount: process.runningCount(),
    }),
    dispose: () =>
      process.dispose(
        new SpeechError('engineFailed', {
          message: 'The speech engines were shut down.',
          hint: 'Start the speech service again.',
        }),
      ),
  };
}

/** A process in which a cancelled call does not end is no use to anybody. */
async function untilEnded(
  connection: ProcessConnection,
  signal: AbortSignal,
  { clock, hangMs }: { readonly clock: Clock; readonly hangMs: number },
): Promise<void> {
  const hang = clock.after(hangMs, () => void connection.dispose());
  await connection.whenEnded(signal);
  hang[Symbol.dispose]();
}
