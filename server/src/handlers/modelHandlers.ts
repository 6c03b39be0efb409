import {
  modelLoad,
  modelProgress,
  modelPull,
  modelRemove,
  modelsList,
  modelUnload,
  modelVerify,
} from '../../../protocol/models.ts';
import { isSpeechError } from '../../../protocol/errors.ts';
import { assertAbsolute } from './assertAbsolute.ts';
import { handle, type Client, type Handler } from './handler.ts';
import type { SpeechServices } from './speechServices.ts';

export function modelHandlers({ library, engines }: SpeechServices, client: Client): readonly Handler[] {
  return [
    handle(modelsList, async (_params, signal) => ({ models: await library.listModels(signal) })),

    handle(modelPull, async ({ stream, model, fromFolder, hasConsent = false }, signal) => {
      library.requireModel(model);
      if (fromFolder !== undefined) assertAbsolute(fromFolder);
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
      const { state } = await library.verifyModel(model, signal);
      return { state };
    }),

    handle(modelRemove, async ({ model }, signal) => {
      library.requireModel(model);
      // Not every system removes files that are mapped into memory. Who uses it goes on with what it has.
      await engines.pool.unload(model).catch(unlessBusy);
      await library.removeModel(model, signal);
      return {};
    }),

    handle(modelLoad, async ({ model }, signal) => {
      library.requireModel(model);
      return { loadMs: await engines.pool.load(model, { provider: 'cpu' }, signal) };
    }),

    handle(modelUnload, async ({ model }) => {
      library.requireModel(model);
      await engines.pool.unload(model);
      return {};
    }),
  ];
}

function unlessBusy(error: unknown): void {
  if (!isSpeechError(error) || error.code !== 'busy') throw error;
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
