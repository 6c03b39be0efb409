import {
  deliveries,
  emotions,
  soundEvents,
  type SpeechAbility,
  type Support,
} from '../../../../protocol/expression.ts';
import { emphasisLevels, pointTags, spanTags, type ValueKind } from '../vocabulary/tags.ts';
import type { SpeakingVoice } from './voiceAtPlace.ts';

/** What a voice will do with what is asked, as a sentence; null where nothing is known of it. */
export function abilityText(
  { name, abilities }: SpeakingVoice,
  ability: SpeechAbility | null,
): string | null {
  const support = supportOf(abilities, ability);
  switch (support?.support) {
    case undefined:
      return null;
    case 'full':
      return `**${name}** does this.`;
    case 'approximated':
      return `**${name}**: heard as ${support.how}.`;
    case 'none':
      return `**${name}** does not do this. ${support.instead}`;
  }
}

/** The same in a few words, beside a proposal. */
export function abilityLabel({ name, abilities }: SpeakingVoice, ability: SpeechAbility | null): string {
  const support = supportOf(abilities, ability);
  if (support?.support === 'approximated') return `≈ ${support.how}`;
  return support?.support === 'none' ? `not by ${name}` : '';
}

/** What the voice does comes first: 0 full or unknown, 1 approximated, 2 not at all. */
export function abilityRank({ abilities }: SpeakingVoice, ability: SpeechAbility | null): number {
  const support = supportOf(abilities, ability)?.support;
  return support === 'none' ? 2 : support === 'approximated' ? 1 : 0;
}

/** What a tag asks of a voice, whatever stands in it. */
export function tagAbility(name: string): SpeechAbility | null {
  const event = soundEvents.find((known) => known === name);
  if (event !== undefined && pointTags.has(name)) return `event:${event}`;
  if (!spanTags.has(name)) return null;
  return spanAbilities[name] ?? null;
}

/** What a value of a kind asks; of an attribute whose value is not known yet, what any value would. */
export function valueAbility(kind: ValueKind, name: string, value: string | null): SpeechAbility | null {
  switch (kind) {
    case 'emotion':
      return named(emotions, value, (emotion) => `emotion:${emotion}`);
    case 'delivery':
      return named(deliveries, value, (delivery) => `delivery:${delivery}`);
    case 'emphasis':
      return named(emphasisLevels, value, (level) => `emphasis:${level}`);
    case 'rate':
    case 'pitch':
    case 'range':
    case 'volume':
      return name === 'gain' ? null : `prosody:${kind}`;
    case 'phonemes':
      return named(['ipa', 'arpabet', 'pinyin'] as const, name, (alphabet) => `pronunciation:${alphabet}`);
    default:
      return name === 'instruct' ? 'instruct' : null;
  }
}

const spanAbilities: Readonly<Record<string, SpeechAbility>> = {
  strong: 'emphasis:strong',
  emphasis: 'emphasis:moderate',
  laughter: 'laughter',
};

function supportOf(
  abilities: SpeakingVoice['abilities'],
  ability: SpeechAbility | null,
): Support | undefined {
  return ability === null ? undefined : abilities?.[ability];
}

function named<Name extends string>(
  known: readonly Name[],
  value: string | null,
  toAbility: (name: Name) => SpeechAbility,
): SpeechAbility | null {
  const name = known.find((candidate) => candidate === value);
  return name === undefined ? null : toAbility(name);
}
