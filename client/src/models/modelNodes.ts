import type { ModelSummary } from '../../../protocol/models.ts';
import type { Voice } from '../../../protocol/voices.ts';

/** What a group of models does. */
export type ModelPurpose = 'recognition' | 'synthesis' | 'support';

/** A row of the view of models and voices. */
export type ModelNode =
  | { readonly kind: 'purpose'; readonly purpose: ModelPurpose; readonly models: readonly ModelSummary[] }
  | { readonly kind: 'model'; readonly model: ModelSummary }
  | { readonly kind: 'voices'; readonly languages: readonly VoiceLanguage[] }
  | VoiceLanguage
  | { readonly kind: 'voice'; readonly voice: Voice };

export interface VoiceLanguage {
  readonly kind: 'language';
  /** BCP-47. */
  readonly language: string;
  readonly voices: readonly Voice[];
}

/** The rows at the top: models by what they do, in the order of the catalogue, then the voices. */
export function toNodes(models: readonly ModelSummary[], voices: readonly Voice[]): readonly ModelNode[] {
  const purposes = (['recognition', 'synthesis', 'support'] as const)
    .map((purpose) => ({
      kind: 'purpose' as const,
      purpose,
      models: models.filter((model) => purposeOf(model) === purpose),
    }))
    .filter((node) => node.models.length > 0);
  return voices.length === 0 ? purposes : [...purposes, { kind: 'voices', languages: byLanguage(voices) }];
}

export function childrenOf(node: ModelNode): readonly ModelNode[] {
  switch (node.kind) {
    case 'purpose':
      return node.models.map((model) => ({ kind: 'model', model }));
    case 'voices':
      return node.languages;
    case 'language':
      return node.voices.map((voice) => ({ kind: 'voice', voice }));
    case 'model':
    case 'voice':
      return [];
  }
}

/** What the models on the disk were to download; what is prepared from them for this machine comes on top. */
export function installedBytes(models: readonly ModelSummary[]): number {
  return models
    .filter(({ state }) => state === 'installed' || state === 'corrupt')
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/** `af_heart` is shown as Heart: what stands before it says language and gender. A voice of one's own has its name. */
export function voiceName({ id, gender }: Pick<Voice, 'id' | 'gender'>): string {
  if (gender === null) return id;
  const name = /^[a-z]{2}_(.+)$/u.exec(id)?.[1] ?? id;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function purposeOf({ capabilities }: ModelSummary): ModelPurpose {
  if (capabilities.includes('recognition')) return 'recognition';
  return capabilities.includes('synthesis') ? 'synthesis' : 'support';
}

function byLanguage(voices: readonly Voice[]): readonly VoiceLanguage[] {
  const languages = [...new Set(voices.map(({ language }) => language))].sort();
  return languages.map((language) => ({
    kind: 'language',
    language,
    voices: voices.filter((voice) => voice.language === language),
  }));
}
