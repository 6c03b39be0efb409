import type { ModelCapability, ModelSummary } from '../../../protocol/models.ts';

/** What hears and what tells speech from silence. */
export const dictationKinds: readonly ModelCapability[] = ['recognition', 'voiceActivity'];

/** The default model of each kind of which none is installed. */
export function neededModels(
  models: readonly ModelSummary[],
  kinds: readonly ModelCapability[] = dictationKinds,
): readonly ModelSummary[] {
  return kinds.flatMap((kind) => {
    const able = models.filter(({ capabilities }) => capabilities.includes(kind));
    if (able.some(({ state }) => state === 'installed')) return [];
    return able.filter(({ isDefault }) => isDefault).slice(0, 1);
  });
}
