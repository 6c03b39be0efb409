import type { Clock } from '../system/clock.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import { createAdmission, type Admission, type MaxRequests } from '../scheduling/admission.ts';
import { engineLanes, type Caller, type EngineLane } from '../scheduling/engineLanes.ts';
import { createScheduledRecognizer } from '../scheduling/scheduledRecognizer.ts';
import { createScheduledSynthesizer } from '../scheduling/scheduledSynthesizer.ts';
import { createScheduledVoiceActivity } from '../scheduling/scheduledVoiceActivity.ts';
import { createScheduler, type LaneStatus } from '../scheduling/scheduler.ts';
import type { Synthesizer } from '../synthesis/synthesizer.ts';
import type { Engines } from '../worker/engines.ts';
import { createHostedEngines } from '../worker/hostedEngines.ts';
import type { RestartTiming } from '../worker/restartPolicy.ts';
import {
  createSupervisedWorker,
  type SupervisedWorker,
  type WorkerStatus,
} from '../worker/supervisedWorker.ts';
import type { ProcessConnection } from '../worker/workerConnection.ts';
import type { WorkerExit } from '../worker/workerExit.ts';
import type { EngineChoice } from '../worker/workerMessages.ts';
import {
  createEnginePool,
  type EngineKind,
  type EngineLease,
  type EngineModel,
  type EnginePool,
  type EnginePoolEvent,
  type EngineStatus,
  type OpenEngines,
} from './enginePool.ts';
import { createLeaseLedger } from './leaseLedger.ts';

/**
 * The engines of the daemon, for all connections. What it hands out is loaded once for all, waits for its turn with
 * every utterance, and runs in one of two workers, so that a long call of recognition never delays speech.
 */
export interface SharedEngines extends AsyncDisposable {
  /**
   * @param signal  an abort rejects at once with its reason
   * @throws SpeechError unknownModel, modelNotInstalled, modelCorrupt, outOfMemory, engineFailed; busy where too many
   *         leases are held, and never later: who has a lease waits for its turn as long as it takes
   */
  openRecognition(caller: Caller, choice: EngineChoice, signal: AbortSignal): Promise<RecognitionLease>;
  /** As `openRecognition`. */
  openSynthesis(caller: Caller, choice: EngineChoice, signal: AbortSignal): Promise<SynthesisLease>;
  /** Rewrites and checks the graphs of an installed model. @throws SpeechError as `Engines.prepare` */
  prepare(model: string, signal: AbortSignal): Promise<void>;
  /** As `Engines.enrollClips`. */
  readonly enrollClips: Engines['enrollClips'];
  /** Held while a dictation is live: no unit of a book starts. */
  holdBackground(): Disposable;
  /**
   * Gives back what a connection that is gone still holds, and does not wait until it is out of memory.
   *
   * @returns how many leases that were, one a request: while requests of the connection still end, those that they
   *          are about to give back; after that anything but 0 is a fault of whoever opened them
   */
  releaseOwner(owner: string): Promise<number>;
  readonly pool: Pick<EnginePool, 'load' | 'unload' | 'invalidate' | 'applyKeepAlive' | 'leaseCount'>;
  status(): SharedEnginesStatus;
}

/** To be given back at the end of the request, which takes no time; `dispose` of what is in it does the same. */
export interface RecognitionLease extends AsyncDisposable {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  /** How long it was waited for both to be loaded; 0 where they were. */
  readonly loadMs: number;
}

export interface SynthesisLease extends AsyncDisposable {
  readonly synthesizer: Synthesizer;
  /** How long it was waited for it to be loaded; 0 where it was. */
  readonly loadMs: number;
}

export type WorkerName = 'recognition' | 'synthesis';

export interface SharedEnginesStatus {
  readonly engines: readonly EngineStatus[];
  readonly lanes: readonly LaneStatus<EngineLane>[];
  readonly workers: Readonly<Record<WorkerName, WorkerStatus>>;
}

export interface SharedEnginesOptions {
  /** Starts a process of its own for one of the workers. */
  readonly connect: (worker: WorkerName) => ProcessConnection;
  readonly models: readonly EngineModel[];
  readonly clock: Clock;
  /** Refuses a model before a worker is started for it. */
  readonly assertInstalled?: (model: string, signal: AbortSignal) => Promise<void>;
  readonly keepAliveMs?: (model: string) => number;
  /** Leases of recognition, and as many of synthesis. */
  readonly maxRequests?: MaxRequests;
  /** How long a worker without an engine stays. */
  readonly workerIdleMs?: number;
  readonly restart?: RestartTiming;
  readonly log?: (event: SharedEnginesEvent) => void;
}

export type SharedEnginesEvent =
  EnginePoolEvent | { readonly type: 'workerDied'; readonly worker: WorkerName; readonly exit: WorkerExit };

export function createSharedEngines(options: SharedEnginesOptions): SharedEngines {
  const { models, clock, keepAliveMs, log } = options;
  const scheduler = createScheduler({
    lanes: engineLanes,
    nowMs: () => clock.nowMs(),
  });
  const workers = startWorkers(options, (worker) => {
    // What nobody uses is not in memory any more; what is in use comes back when it is used.
    for (const kind of kindsOf[worker]) pool.dropUnused(kind);
  });
  const recognition = createHostedEngines(workers.recognition);
  const synthesis = createHostedEngines(workers.synthesis);
  const pool = createEnginePool({
    models,
    clock,
    ...(log !== undefined && { log }),
    ...(keepAliveMs !== undefined && { keepAliveMs }),
    openEngines: afterCheck(options, {
      recognizer: (choice, signal) => recognition.openRecognizer(choice, signal),
      voiceActivity: (_choice, signal) => recognition.openVoiceActivity(signal),
      synthesizer: (choice, signal) => synthesis.openSynthesizer(choice, signal),
    }),
  });
  const ledger = createLeaseLedger();

  const admissions = {
    recognition: createAdmission(options.maxRequests ?? defaultMaxRequests),
    synthesis: createAdmission(options.maxRequests ?? defaultMaxRequests),
  };
  const lend = async <Leases extends readonly EngineLease<unknown>[]>(
    caller: Caller,
    admission: Admission,
    lease: () => Promise<Leases>,
  ): Promise<{ readonly leases: Leases; readonly dispose: () => Promise<void> }> => {
    const place = admission.admit(caller);
    try {
      const leases = await lease();
      const dispose = ledger.add(caller.owner, () => {
        place[Symbol.dispose]();
        for (const { release } of leases) void release();
      });
      return { leases, dispose };
    } catch (error) {
      place[Symbol.dispose]();
      throw error;
    }
  };

  return {
    async openRecognition(caller, choice, signal) {
      const { leases, dispose } = await lend(caller, admissions.recognition, async () => {
        const recognizer = await pool.lease('recognizer', choice, signal);
        try {
          return [
            recognizer,
            await pool.lease('voiceActivity', voiceActivityChoice(models), signal),
          ] as const;
        } catch (error) {
          void recognizer.release();
          throw error;
        }
      });
      const [recognizer, voiceActivity] = leases;
      return {
        recognizer: { ...createScheduledRecognizer(recognizer.engine, scheduler, caller), dispose },
        voiceActivity: { ...createScheduledVoiceActivity(voiceActivity.engine, scheduler, caller), dispose },
        loadMs: recognizer.loadMs + voiceActivity.loadMs,
        [Symbol.asyncDispose]: dispose,
      };
    },
    async openSynthesis(caller, choice, signal) {
      const { leases, dispose } = await lend(
        caller,
        admissions.synthesis,
        async () => [await pool.lease('synthesizer', choice, signal)] as const,
      );
      const [synthesizer] = leases;
      return {
        synthesizer: { ...createScheduledSynthesizer(synthesizer.engine, scheduler, caller), dispose },
        loadMs: synthesizer.loadMs,
        [Symbol.asyncDispose]: dispose,
      };
    },
    prepare(model, signal) {
      const isSynthesis = models.some((known) => known.model === model && known.kind === 'synthesizer');
      return (isSynthesis ? synthesis : recognition).prepare(model, signal);
    },
    enrollClips: (recordings, signal) => synthesis.enrollClips(recordings, signal),
    holdBackground: () => scheduler.holdBackground(),
    releaseOwner: (owner) => Promise.resolve(ledger.releaseAll(owner)),
    pool,
    status: () => ({
      engines: pool.status(),
      lanes: scheduler.status(),
      workers: { recognition: workers.recognition.status(), synthesis: workers.synthesis.status() },
    }),
    async [Symbol.asyncDispose]() {
      // A worker that is asked to free an engine answers after the model call that it is in, if ever.
      await Promise.all([workers.recognition.dispose(), workers.synthesis.dispose()]);
      await pool[Symbol.asyncDispose]();
    },
  };
}

function startWorkers(
  { clock, connect, workerIdleMs, restart, log }: SharedEnginesOptions,
  onDeath: (worker: WorkerName) => void,
): Readonly<Record<WorkerName, SupervisedWorker>> {
  const start = (worker: WorkerName) =>
    createSupervisedWorker({
      clock,
      connect: () => connect(worker),
      ...(workerIdleMs !== undefined && { idleMs: workerIdleMs }),
      ...(restart !== undefined && { restart }),
      onDeath(exit) {
        log?.({ type: 'workerDied', worker, exit });
        onDeath(worker);
      },
    });
  return { recognition: start('recognition'), synthesis: start('synthesis') };
}

/** Opens an engine only when its model is installed, so that no process starts for one that is not. */
function afterCheck(
  { models, assertInstalled }: Pick<SharedEnginesOptions, 'models' | 'assertInstalled'>,
  open: OpenEngines,
): OpenEngines {
  const check = async (kind: EngineKind, { engine }: EngineChoice, signal: AbortSignal): Promise<void> => {
    const known = models.find((candidate) => candidate.kind === kind && candidate.engine === engine);
    if (known !== undefined) await assertInstalled?.(known.model, signal);
  };
  return {
    async recognizer(choice, signal) {
      await check('recognizer', choice, signal);
      return open.recognizer(choice, signal);
    },
    async voiceActivity(choice, signal) {
      await check('voiceActivity', choice, signal);
      return open.voiceActivity(choice, signal);
    },
    async synthesizer(choice, signal) {
      await check('synthesizer', choice, signal);
      return open.synthesizer(choice, signal);
    },
  };
}

/** There is one voice activity engine, and the processor is where it runs. */
function voiceActivityChoice(models: readonly EngineModel[]): EngineChoice {
  const known = models.find(({ kind }) => kind === 'voiceActivity');
  return { engine: known?.engine ?? 'voiceActivity', provider: 'cpu' };
}

/** One connection seldom has more than a handful at a time; a hundred of them may. */
const defaultMaxRequests: MaxRequests = { perOwner: 32, inAll: 256 };

const kindsOf: Readonly<Record<WorkerName, readonly EngineKind[]>> = {
  recognition: ['recognizer', 'voiceActivity'],
  synthesis: ['synthesizer'],
};
