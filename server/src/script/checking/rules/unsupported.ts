import {
  soundEvents,
  voiceEvents,
  type SpeechAbility,
  type Support,
} from '../../../../../protocol/expression.ts';
import type { TextRange } from '../../../text/textRange.ts';
import { abilityPhrase } from '../abilityPhrase.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import type { SpokenVoice } from '../voiceLookup.ts';

export interface VoiceWish {
  readonly ability: SpeechAbility;
  /** Where it is asked. */
  readonly range: TextRange;
  /** All who would have to do it. */
  readonly voices: readonly SpokenVoice[];
  /** Who asks, where the range does not show it: `MARA of cast.yaml`. */
  readonly asker?: string;
  /** Whether what is at the range could go; true where it is not said. */
  readonly canRemove?: boolean;
}

/** What the voices cannot do of what is asked of them; nothing where each does it, in its own way at least. */
export function unsupportedByVoice({
  ability,
  range,
  voices,
  asker,
  canRemove = true,
}: VoiceWish): ScriptDiagnostic[] {
  const unable = voices.flatMap((voice) => {
    const instead = insteadOf(voice.abilities?.[ability]);
    return instead === null ? [] : [{ name: voice.name, instead }];
  });
  const [first] = unable;
  if (first === undefined) return [];
  const names = [...new Set(unable.map(({ name }) => name))];
  const isNobodys = noVoiceMakes.has(ability);
  const prefix = asker === undefined ? '' : `${asker}: `;
  const reason = isNobodys
    ? `No voice can ${abilityPhrase(ability)}.`
    : `The voice${names.length > 1 ? 's' : ''} ${names.join(' and ')} cannot ${abilityPhrase(ability)}.`;
  return [
    {
      code: 'unsupported-by-voice',
      severity: isNobodys ? 'information' : 'warning',
      message: `${prefix}${reason} ${first.instead}`,
      startOffset: range.startOffset,
      endOffset: range.endOffset,
      ...(canRemove
        ? { fix: { kind: 'remove', range: { startOffset: range.startOffset, endOffset: range.endOffset } } }
        : {}),
    },
  ];
}

/** What is in a language that the voice does not speak: the script is not spoken at all. */
export function refusedByVoice(reason: string, { startOffset, endOffset }: TextRange): ScriptDiagnostic {
  return { code: 'unsupported-by-voice', severity: 'error', message: reason, startOffset, endOffset };
}

function insteadOf(support: Support | undefined): string | null {
  return support?.support === 'none' ? support.instead : null;
}

/** Events that recognition hears; written so that a transcript keeps them. */
const noVoiceMakes: ReadonlySet<SpeechAbility> = new Set(
  soundEvents
    .filter((event) => !voiceEvents.some((made) => made === event))
    .map((event) => `event:${event}` as const),
);
