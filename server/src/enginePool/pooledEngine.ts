import type { Clock } from '../system/clock.ts';
import { untilAborted } from '../cancellation/untilAborted.ts';

/**
 * The right to use an engine until it is given back. Giving it back twice does nothing. Who disposes of it does not
 * wait: the engine may be in a model call that nobody hears any more.
 */
export interface EngineLease<Engine> extends AsyncDisposable {
  /** Shared with others; its `dispose` is not the holder's to call. */
  readonly engine: Engine;
  /** How long this was waited for its load; 0 where it was loaded. */
  readonly loadMs: number;
  /** Gives it back at once; resolves when the engine was disposed of, where this was its last use. */
  readonly release: () => Promise<void>;
}

/** One engine in memory, or on its way there, and how many use it. */
export interface PooledEngine<Engine> {
  /**
   * @param signal  an abort rejects at once with its reason; it ends the load when nobody else waits for it
   * @throws what opening the engine throws, to everybody who waits
   */
  lease(signal: AbortSignal): Promise<EngineLease<Engine>>;
  /** Lets no more users in: who has it keeps it, the last one to leave disposes of it. */
  retire(): Promise<void>;
  /** Applies another time to keep alive to an engine that nobody uses; it counts from its last use. */
  applyKeepAlive(): void;
  status(): PooledEngineStatus;
}

export interface PooledEngineStatus {
  readonly state: 'loading' | 'ready';
  /** It has been replaced and is gone with its last user. */
  readonly isRetired: boolean;
  readonly leaseCount: number;
  /** Leases, and requests that wait for the load. */
  readonly userCount: number;
  readonly loadedForMs: number | null;
  /** Null while it loads or is used. */
  readonly unusedForMs: number | null;
}

export interface PooledEngineOptions<Engine> {
  readonly open: (signal: AbortSignal) => Promise<Engine>;
  /** How long it stays without a user: 0 not at all, Infinity forever. Asked when the last one leaves. */
  readonly keepAliveMs: () => number;
  readonly clock: Clock;
  /** It can be leased no more. */
  readonly onRetired: () => void;
  /** It takes no memory any more. */
  readonly onGone: () => void;
}

/** Starts to load the engine at once. */
export function createPooledEngine<Engine extends { dispose(): Promise<void> }>(
  options: PooledEngineOptions<Engine>,
): PooledEngine<Engine> {
  const { clock } = options;
  const loading = new AbortController();
  let loadedAtMs: number | null = null;
  let unusedSinceMs: number | null = null;
  let userCount = 0;
  let leaseCount = 0;
  let isRetired = false;
  let disposing: Promise<void> | null = null;
  let keepAlive: Disposable | null = null;

  const withdraw = (): void => {
    if (isRetired) return;
    isRetired = true;
    options.onRetired();
  };

  const loaded = options.open(loading.signal).then(
    (engine) => {
      loadedAtMs = clock.nowMs();
      return engine;
    },
    (error: unknown) => {
      withdraw();
      options.onGone();
      throw error;
    },
  );
  // Everybody may have left before it fails.
  loaded.catch(() => undefined);

  const dispose = (): Promise<void> => {
    keepAlive?.[Symbol.dispose]();
    withdraw();
    loading.abort(new Error('Nobody waits for the engine any more.'));
    disposing ??= loaded.then(
      // What does not go cleanly goes with its process.
      (engine) => engine.dispose().then(options.onGone, options.onGone),
      // It never came to be.
      () => undefined,
    );
    return disposing;
  };

  const leave = async (): Promise<void> => {
    userCount -= 1;
    if (userCount > 0) return;
    unusedSinceMs = clock.nowMs();
    await keepUnused(unusedSinceMs);
  };

  const keepUnused = async (sinceMs: number): Promise<void> => {
    keepAlive?.[Symbol.dispose]();
    const restMs = options.keepAliveMs() - (clock.nowMs() - sinceMs);
    if (isRetired || loadedAtMs === null || restMs <= 0) await dispose();
    else if (restMs < Infinity) keepAlive = clock.after(restMs, () => void dispose());
  };

  return {
    async lease(signal) {
      userCount += 1;
      unusedSinceMs = null;
      keepAlive?.[Symbol.dispose]();
      const wasLoaded = loadedAtMs !== null;
      const startMs = clock.nowMs();
      try {
        const engine = await untilAborted(loaded, signal);
        leaseCount += 1;
        const loadMs = wasLoaded ? 0 : clock.nowMs() - startMs;
        return createLease({ engine, loadMs }, () => {
          leaseCount -= 1;
          return leave();
        });
      } catch (error) {
        // Answered at once; what it leaves behind ends by itself.
        void leave();
        throw error;
      }
    },
    async retire() {
      withdraw();
      if (userCount === 0) await dispose();
    },
    applyKeepAlive() {
      if (unusedSinceMs !== null) void keepUnused(unusedSinceMs);
    },
    status: () => ({
      state: loadedAtMs === null ? 'loading' : 'ready',
      isRetired,
      leaseCount,
      userCount,
      loadedForMs: loadedAtMs === null ? null : clock.nowMs() - loadedAtMs,
      unusedForMs: unusedSinceMs === null ? null : clock.nowMs() - unusedSinceMs,
    }),
  };
}

function createLease<Engine>(
  loaded: Pick<EngineLease<Engine>, 'engine' | 'loadMs'>,
  giveBack: () => Promise<void>,
): EngineLease<Engine> {
  let released: Promise<void> | null = null;
  const release = (): Promise<void> => (released ??= giveBack());
  return {
    ...loaded,
    release,
    [Symbol.asyncDispose]() {
      void release();
      return Promise.resolve();
    },
  };
}
