import type { ModelCapability, ModelSummary } from '../../../protocol/models.ts';

/** What hears and what tells speech from silence. */
export const dictationKinds: readonly ModelCapability[] = ['recognition', 'voiceActivity'];

interface Need {
  readonly kinds?: readonly ModelCapability[];
  /** BCP-47, that is spoken; absent or empty: any. */
  readonly language?: string;
}

/**
 * The default model of each kind of which none is installed. One that does not hear the language that is spoken is of no
 * use: whoever dictates without one that does is offered it.
 */
export function neededModels(
  models: readonly ModelSummary[],
  { kinds = dictationKinds, language = '' }: Need = {},
): readonly ModelSummary[] {
  const [primary = ''] = language.toLowerCase().split('-');
  const isOfUse = ({ capabilities, languages }: ModelSummary): boolean =>
    primary === '' || !capabilities.includes('recognition') || languages.includes(primary);
  return kinds.flatMap((kind) => {
    const able = models.filter(({ capabilities }) => capabilities.includes(kind));
    if (able.some(({ state }) => state === 'installed')) return [];
    return able.filter((model) => model.isDefault && isOfUse(model)).slice(0, 1);
  });
}
