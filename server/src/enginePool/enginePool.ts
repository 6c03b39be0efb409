import { SpeechError } from '../../../protocol/errors.ts';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { Clock } from '../system/clock.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import type { Synthesizer } from '../synthesis/synthesizer.ts';
import type { EngineChoice } from '../worker/workerMessages.ts';
import {
  createPooledEngine,
  type EngineLease,
  type PooledEngine,
  type PooledEngineStatus,
} from './pooledEngine.ts';

export type { EngineLease } from './pooledEngine.ts';

/** Engines shared by all who use them: one in memory for each kind, engine, provider and thread count. */
export interface EnginePool extends AsyncDisposable {
  /**
   * Whoever asks while an engine loads waits for the same load. A load that fails is told to all of them, and tried
   * again by the next request.
   *
   * @param signal  an abort rejects at once with its reason; a load that nobody waits for is aborted
   * @throws SpeechError as opening the engine
   */
  lease<Kind extends EngineKind>(
    kind: Kind,
    choice: EngineChoice,
    signal: AbortSignal,
  ): Promise<EngineLease<EngineOf[Kind]>>;

  /**
   * Loads the engine of a model as a request would that ends at once: it stays for the model's time to keep alive.
   *
   * @returns how long that took, in milliseconds; 0 where it was loaded
   * @throws SpeechError unknownModel, and as opening the engine
   */
  load(model: string, where: Omit<EngineChoice, 'engine'>, signal: AbortSignal): Promise<number>;

  /**
   * Frees the memory of a model now. No error where it is not loaded.
   *
   * @throws SpeechError busy, with `data` {userCount}, while it is used: a request would be cut off in its middle
   */
  unload(model: string): Promise<void>;

  /**
   * The model was installed, removed or replaced: new requests load afresh what is made of it, those under way finish
   * with what they have.
   */
  invalidate(model: string): void;

  /** What `keepAliveMs` says has changed: engines that nobody uses stay as long as it says now. */
  applyKeepAlive(): void;

  /** Forgets the engines of a kind that nobody uses; those in use stay. */
  dropUnused(kind: EngineKind): void;

  status(): readonly EngineStatus[];

  /** Leases that were not given back. */
  leaseCount(): number;
}

export interface EngineOf {
  readonly recognizer: Recognizer;
  readonly synthesizer: Synthesizer;
  readonly voiceActivity: VoiceActivityDetector;
}

export type EngineKind = keyof EngineOf;

/** Which engine a model is loaded by. */
export interface EngineModel {
  readonly model: string;
  readonly kind: EngineKind;
  readonly engine: string;
  /** Other models that the engine reads when it is loaded, where they are installed. */
  readonly parts?: readonly string[];
}

export interface EngineStatus extends PooledEngineStatus, Omit<EngineModel, 'parts'> {
  readonly provider: ExecutionProvider;
}

/** For the log. */
export interface EnginePoolEvent extends Omit<EngineModel, 'parts'> {
  readonly type: 'loaded' | 'loadFailed' | 'unloaded';
  readonly provider: ExecutionProvider;
  /** How long loading took; null where nothing was loaded. */
  readonly elapsedMs: number | null;
}

export type OpenEngines = {
  readonly [Kind in EngineKind]: (choice: EngineChoice, signal: AbortSignal) => Promise<EngineOf[Kind]>;
};

export interface EnginePoolOptions {
  readonly openEngines: OpenEngines;
  readonly models: readonly EngineModel[];
  readonly clock: Clock;
  /** How long a model stays without a user: 0 not at all, Infinity forever. Default 5 minutes. */
  readonly keepAliveMs?: (model: string) => number;
  readonly log?: (event: EnginePoolEvent) => void;
}

export function createEnginePool(options: EnginePoolOptions): EnginePool {
  const {
    openEngines,
    models,
    clock,
    keepAliveMs = () => defaultKeepAliveMs,
    log = () => undefined,
  } = options;
  const entries: { readonly [Kind in EngineKind]: Set<Entry<EngineOf[Kind]>> } = {
    recognizer: new Set(),
    synthesizer: new Set(),
    voiceActivity: new Set(),
  };
  const allEntries = (): readonly Entry<unknown>[] => [
    ...entries.recognizer,
    ...entries.synthesizer,
    ...entries.voiceActivity,
  ];
  const entriesOf = (model: string): readonly Entry<unknown>[] =>
    allEntries().filter((entry) => entry.about.model === model);

  const load = <Kind extends EngineKind>(kind: Kind, choice: EngineChoice): Entry<EngineOf[Kind]> => {
    const about = { kind, engine: choice.engine, model: modelOf(kind, choice) };
    const kept: Set<Entry<EngineOf[Kind]>> = entries[kind];
    const open = openEngines[kind];
    const pooled = createPooledEngine<EngineOf[Kind]>({
      clock,
      keepAliveMs: () => keepAliveMs(about.model),
      open: async (signal) => {
        const startMs = clock.nowMs();
        try {
          const engine = await open(choice, signal);
          if ('description' in engine) entry.provider = engine.description.provider;
          log({ ...about, provider: entry.provider, type: 'loaded', elapsedMs: clock.nowMs() - startMs });
          return engine;
        } catch (error) {
          const event = { ...about, provider: choice.provider, type: 'loadFailed' } as const;
          if (!signal.aborted) log({ ...event, elapsedMs: clock.nowMs() - startMs });
          throw error;
        }
      },
      onRetired: () => {
        entry.isCurrent = false;
      },
      onGone: () => {
        kept.delete(entry);
        if (pooled.status().state === 'ready')
          log({ ...about, provider: entry.provider, type: 'unloaded', elapsedMs: null });
      },
    });
    const entry: Entry<EngineOf[Kind]> = {
      about,
      provider: choice.provider,
      key: keyOf(choice),
      pooled,
      isCurrent: true,
    };
    kept.add(entry);
    return entry;
  };

  const modelOf = (kind: EngineKind, { engine }: EngineChoice): string =>
    models.find((known) => known.kind === kind && known.engine === engine)?.model ?? engine;

  const disposed = new AbortController();
  const lease: EnginePool['lease'] = async (kind, choice, signal) => {
    disposed.signal.throwIfAborted();
    signal.throwIfAborted();
    const key = keyOf(choice);
    const found = [...entries[kind]].find((entry) => entry.isCurrent && entry.key === key);
    return (found ?? load(kind, choice)).pooled.lease(signal);
  };

  return {
    lease,
    async load(model, where, signal) {
      const known = models.find((candidate) => candidate.model === model);
      if (known === undefined) throw noEngineFor(model, models);
      const { release, loadMs } = await lease(known.kind, { ...where, engine: known.engine }, signal);
      await release();
      return loadMs;
    },
    async unload(model) {
      const found = entriesOf(model);
      const userCount = found.reduce((count, { pooled }) => count + pooled.status().userCount, 0);
      if (userCount > 0) throw inUse(model, userCount);
      await Promise.all(found.map(({ pooled }) => pooled.retire()));
    },
    invalidate(model) {
      const wholes = models.filter(({ parts = [] }) => parts.includes(model));
      for (const changed of [model, ...wholes.map((whole) => whole.model)]) {
        for (const { pooled } of entriesOf(changed)) void pooled.retire();
      }
    },
    applyKeepAlive() {
      for (const { pooled } of allEntries()) pooled.applyKeepAlive();
    },
    dropUnused(kind) {
      for (const { pooled } of entries[kind]) if (pooled.status().userCount === 0) void pooled.retire();
    },
    status: () =>
      allEntries().map(({ about, provider, pooled }) => ({ ...about, provider, ...pooled.status() })),
    leaseCount: () => allEntries().reduce((count, { pooled }) => count + pooled.status().leaseCount, 0),
    async [Symbol.asyncDispose]() {
      disposed.abort(new Error('The engine pool was disposed of.'));
      await Promise.all(allEntries().map(({ pooled }) => pooled.retire()));
    },
  };
}

const defaultKeepAliveMs = 5 * 60_000;

interface Entry<Engine> {
  readonly about: Omit<EngineModel, 'parts'>;
  /** Asked for; once it is loaded, where it runs: the processor may stand in for another. */
  provider: ExecutionProvider;
  readonly key: string;
  readonly pooled: PooledEngine<Engine>;
  /** New requests get it. */
  isCurrent: boolean;
}

function keyOf({ engine, provider, threadCount }: EngineChoice): string {
  return JSON.stringify([engine, provider, threadCount ?? null]);
}

function noEngineFor(model: string, models: readonly EngineModel[]): SpeechError {
  return new SpeechError('unknownModel', {
    message: `There is no engine for a model "${model}".`,
    hint: `There are: ${models.map((known) => known.model).join(', ')}.`,
  });
}

function inUse(model: string, userCount: number): SpeechError {
  return new SpeechError('busy', {
    message: `The model ${model} is in use by ${userCount === 1 ? 'a request' : `${userCount} requests`}.`,
    hint: 'Stop what uses it, or unload it when that has ended.',
    data: { userCount },
  });
}
