import {
  modelLoad,
  modelProgress,
  modelPull,
  modelRemove,
  modelsList,
  modelUnload,
  modelVerify,
} from '../../../protocol/models.ts';
import { handle, type Client, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function modelHandlers({ library, engines }: SpeechServices, client: Client): readonly Handler[] {
  return [
    handle(modelsList, async (_params, signal) => ({ models: await library.listModels(signal) })),

    handle(modelPull, async ({ stream, model, fromFolder, hasConsent = false }, signal) => {
      library.requireModel(model);
      await library.pullModel(model, {
        ...(fromFolder !== undefined && { fromFolder }),
        hasConsent,
        signal,
        onProgress: throttled(progressIntervalMs, (progress) => {
          // A client that is gone aborts the signal.
          client.notify(modelProgress, { stream, progress }).catch(() => undefined);
        }),
      });
      return {};
    }),

    handle(modelVerify, async ({ model }, signal) => {
      library.requireModel(model);
      await library.verifyModel(model, signal);
      const models = await library.listModels(signal);
      return { state: models.find(({ id }) => id === model)?.state ?? 'notInstalled' };
    }),

    handle(modelRemove, async ({ model }, signal) => {
      library.requireModel(model);
      await library.removeModel(model, signal);
      return {};
    }),

    handle(modelLoad, async ({ model }, signal) => {
      library.requireModel(model);
      const startMs = performance.now();
      await engines.pool.load(model, { provider: 'cpu' }, signal);
      return { loadMs: performance.now() - startMs };
    }),

    handle(modelUnload, async ({ model }) => {
      library.requireModel(model);
      await engines.pool.unload(model);
      return {};
    }),
  ];
}

const progressIntervalMs = 200;

/** Drops what comes sooner after the last one, except where another phase begins. */
function throttled<Progress extends { readonly phase: string }>(
  intervalMs: number,
  tell: (progress: Progress) => void,
): (progress: Progress) => void {
  let lastMs = -Infinity;
  let lastPhase = '';
  return (progress) => {
    const nowMs = performance.now();
    if (progress.phase === lastPhase && nowMs - lastMs < intervalMs) return;
    lastMs = nowMs;
    lastPhase = progress.phase;
    tell(progress);
  };
}
