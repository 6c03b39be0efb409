import type { ModelCapability, ModelSummary } from '../../../protocol/models.ts';

/** What hears and what tells speech from silence: the default of each, where none of its kind is installed. */
export function neededModels(models: readonly ModelSummary[]): readonly ModelSummary[] {
  const kinds: readonly ModelCapability[] = ['recognition', 'voiceActivity'];
  return kinds.flatMap((kind) => {
    const able = models.filter(({ capabilities }) => capabilities.includes(kind));
    if (able.some(({ state }) => state === 'installed')) return [];
    return able.filter(({ isDefault }) => isDefault).slice(0, 1);
  });
}
