import { narratorName } from '../frontMatter/frontMatter.ts';
import type { EngineAbilities } from '../../../../protocol/expression.ts';
import type { Voice } from '../../../../protocol/voices.ts';
import { attributeText } from '../checking/attributeText.ts';
import { voiceParts } from '../checking/voiceParts.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import type { Block } from '../tree/tree.ts';
import type { Place } from './place.ts';
import { spansAround } from './spansAround.ts';

/** Who speaks somewhere, and what is known of that voice. */
export interface SpeakingVoice {
  /** Key of the cast; null: nobody of the cast. */
  readonly character: string | null;
  /** As the script names it; of a blend, all of it. */
  readonly name: string;
  /** Null: no such voice is known. */
  readonly voice: Voice | null;
  /** Null: nothing is known of its engine. */
  readonly abilities: EngineAbilities | null;
}

export function voiceAtPlace(document: ScriptDocument, { block, offset }: Place): SpeakingVoice {
  const character = characterOf(document, block);
  const asked =
    spansAround(block, offset)
      .map((span) => attributeText(span, 'voice'))
      .findLast((name) => name !== null) ?? null;
  return asked === null
    ? voiceOfCharacter(document, character)
    : { ...namedVoice(document, asked), character };
}

/** @param character  a key of the cast; null: whoever speaks where the cast has no narrator */
export function voiceOfCharacter(document: ScriptDocument, character: string | null): SpeakingVoice {
  const entry = character === null ? undefined : document.cast.characters.get(character)?.entry;
  const voice = namedVoice(document, entry?.voice?.text ?? document.environment.defaultVoice);
  const abilities = voice.abilities ?? document.environment.abilities.get(entry?.engine?.text ?? '') ?? null;
  return { ...voice, abilities, character };
}

/** A voice, or a blend such as `af_heart:2+am_adam`, which is what its first known voice is. */
export function namedVoice({ environment }: ScriptDocument, name: string): SpeakingVoice {
  const voice =
    voiceParts(name)
      .map((part) => environment.voices.find(({ id }) => id === part.id))
      .find((known) => known !== undefined) ?? null;
  const abilities = voice === null ? null : (environment.abilities.get(voice.engine) ?? null);
  return { character: null, name, voice, abilities };
}

/** Who speaks a block. */
export function characterOf({ cast }: ScriptDocument, block: Block): string | null {
  if (block.kind === 'dialogue') return block.speaker;
  return cast.characters.has(narratorName) ? narratorName : null;
}
