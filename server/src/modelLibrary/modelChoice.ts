import type { ModelStore } from '../models/modelStore.ts';

/** One model of several that do the same: the first that was installed when it was last looked. */
export interface ModelChoice {
  current(): string;
  refresh(signal: AbortSignal): Promise<void>;
}

export function createModelChoice(store: ModelStore, ids: readonly [string, ...string[]]): ModelChoice {
  let [chosen] = ids;
  return {
    current: () => chosen,
    async refresh(signal) {
      const models = await store.list(signal);
      const isInstalled = (id: string): boolean =>
        models.some((model) => model.id === id && model.state === 'installed');
      chosen = ids.find(isInstalled) ?? ids[0];
    },
  };
}
