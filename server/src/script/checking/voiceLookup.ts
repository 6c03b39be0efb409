import type { EngineAbilities } from '../../../../protocol/expression.ts';
import type { Voice } from '../../../../protocol/voices.ts';
import { voiceParts } from './voiceParts.ts';

/** A voice as a script names it, with what is known of it. */
export interface SpokenVoice {
  readonly name: string;
  /** Null where it is not known. */
  readonly engine: string | null;
  /** BCP-47; null where no such voice is known. */
  readonly language: string | null;
  /** Null where nothing is known of its engine: then nothing is said about it. */
  readonly abilities: EngineAbilities | null;
}

/** What a script knows voices by. */
export interface VoiceLookup {
  /** @param engine  speaks where no known voice is named */
  find(name: string, engine?: string | null): SpokenVoice;
}

/** A blend is what its first known voice is: all of a blend are of one engine. */
export function createVoiceLookup(
  voices: readonly Voice[],
  abilities: ReadonlyMap<string, EngineAbilities>,
): VoiceLookup {
  const voiceById = new Map(voices.map((voice) => [voice.id, voice]));
  const found = new Map<string, SpokenVoice>();
  return {
    find(name, engine = null) {
      const key = `${name}\n${engine ?? ''}`;
      const known = found.get(key);
      if (known !== undefined) return known;
      const voice = voiceParts(name)
        .map(({ id }) => voiceById.get(id))
        .find((part) => part !== undefined);
      const engineName = voice?.engine ?? engine;
      const result: SpokenVoice = {
        name,
        engine: engineName,
        language: voice?.language ?? null,
        abilities: engineName === null ? null : (abilities.get(engineName) ?? null),
      };
      found.set(key, result);
      return result;
    },
  };
}
