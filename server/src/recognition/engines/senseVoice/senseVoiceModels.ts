import type { SessionOptions } from '../../../inference/session.ts';
import { createTaskQueue, type TaskQueue } from '../../../inference/taskQueue.ts';
import { defaultThreadCount } from '../../../inference/threadCount.ts';
import type { SenseVoiceModel } from './senseVoiceModel.ts';

/** A model with all threads for an utterance by itself, and several with a share of them each for a long recording. */
export interface SenseVoiceModels extends Pick<SenseVoiceModel, 'provider' | 'pieceCount' | 'dispose'> {
  /** How many utterances of a recording are heard at the same time. */
  readonly sideBySideCount: number;
  /**
   * Runs work with a model of its own. Work that is one of many gets one that others run beside, once they are loaded:
   * in a long recording while it is heard, else when nothing is heard for a moment. All other work is done one after
   * the other.
   *
   * @param signal  work that is aborted while it waits never begins
   */
  use<Result>(
    work: (model: SenseVoiceModel) => Promise<Result>,
    isOneOfMany: boolean,
    signal: AbortSignal,
  ): Promise<Result>;
}

/** Opens a model with the given options. */
export type OpenSenseVoiceModel = (options: SessionOptions) => Promise<SenseVoiceModel>;

export interface SenseVoiceModelsOptions extends SessionOptions {
  /** Whether long recordings are heard by several sessions: for graphs whose weights they share. Absent: by one. */
  readonly hearsSideBySide?: boolean;
}

/** @throws SpeechError as `createSession` */
export async function openSenseVoiceModels(
  open: OpenSenseVoiceModel,
  { hearsSideBySide = false, ...options }: SenseVoiceModelsOptions,
): Promise<SenseVoiceModels> {
  const whole = await open(options);
  const { threadCount = defaultThreadCount() } = options;
  const sideBySideCount =
    hearsSideBySide && whole.provider === 'cpu' ? Math.min(threadCount, mostSideBySide) : 1;
  const alone: Place = { model: whole, queue: createTaskQueue(), userCount: 0 };
  const shareOptions = { ...options, threadCount: Math.floor(threadCount / sideBySideCount) };
  let shares: readonly Place[] = [];
  let loading: Promise<void> | null = null;
  let manyCount = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  let isDisposed = false;

  /** Where the memory does not suffice, all is heard one after the other, as before. */
  const load = async (): Promise<void> => {
    const opened = await Promise.allSettled(
      Array.from({ length: sideBySideCount }, () => open(shareOptions)),
    );
    const models = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (models.length < sideBySideCount) await Promise.all(models.map((model) => model.dispose()));
    else shares = models.map((model) => ({ model, queue: createTaskQueue(), userCount: 0 }));
  };
  const loadOnce = (): void => {
    if (!isDisposed) loading ??= load();
  };
  /** Who hears a recording may soon hear another; the timer keeps no process alive. */
  const loadWhenIdle = (): void => {
    if (alone.userCount === 0 && manyCount > 0 && loading === null)
      idleTimer = setTimeout(loadOnce, idleMs).unref();
  };
  const choosePlace = (isOneOfMany: boolean): Place => {
    if (!isOneOfMany || sideBySideCount === 1) return alone;
    manyCount += 1;
    if (manyCount >= worthLoading) loadOnce();
    return shares.reduce(
      (least, place) => (place.userCount < least.userCount ? place : least),
      shares[0] ?? alone,
    );
  };

  return {
    provider: whole.provider,
    pieceCount: whole.pieceCount,
    sideBySideCount,
    async use(work, isOneOfMany, signal) {
      clearTimeout(idleTimer);
      const place = choosePlace(isOneOfMany);
      place.userCount += 1;
      try {
        return await place.queue.run(() => work(place.model), signal);
      } finally {
        place.userCount -= 1;
        loadWhenIdle();
      }
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(idleTimer);
      await loading;
      await Promise.all([whole, ...shares.map(({ model }) => model)].map((model) => model.dispose()));
    },
  };
}

/** More would want more memory for what a session computes in, and gain little: each hears a quarter of the recording. */
const mostSideBySide = 4;

/**
 * Loading two models takes as long as hearing three segments, and spares a tenth of each: done for recordings that have
 * turned out to be long.
 */
const worthLoading = 8;

/** After this time without work the models for recordings are loaded where there was one. */
const idleMs = 1000;

interface Place {
  readonly model: SenseVoiceModel;
  readonly queue: TaskQueue;
  /** Those that use it or wait. */
  userCount: number;
}
