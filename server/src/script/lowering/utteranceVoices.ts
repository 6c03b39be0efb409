import { shiftRange } from '../../text/textRange.ts';
import type { Emotion, Delivery } from '../../../../protocol/expression.ts';
import { deliveries, emotions } from '../../../../protocol/expression.ts';
import { castAbilities, directionAbilities } from '../checking/askedAbilities.ts';
import { narratorName, type CastEntry } from '../frontMatter/frontMatter.ts';
import type { ResolvedCast } from '../frontMatter/resolvedCast.ts';
import type { Direction } from '../tree/tree.ts';
import type { AskedAbility, PlanProsody, Style } from './plan.ts';
import type { UtteranceVoice } from './planWriter.ts';

/** Who speaks a block, and how: the character's own way with the direction on top. Null: the narrator. */
export function blockVoice(
  cast: ResolvedCast,
  speaker: string | null,
  directed: { readonly direction: Direction | null; readonly shift: number },
): UtteranceVoice {
  const name = speaker ?? narratorName;
  const entry = cast.characters.get(name)?.entry ?? null;
  const items = directed.direction?.items.map(({ meaning }) => meaning) ?? [];
  const asked: AskedAbility[] = [
    ...(entry === null ? [] : castAbilities(entry).map(({ ability }) => ({ ability, source: null }))),
    ...(directed.direction === null ? [] : directionAbilities(directed.direction)).map(
      ({ ability, range }) => ({ ability, source: shiftRange(range, directed.shift) }),
    ),
  ];
  const voice = {
    speaker: speaker ?? (entry === null ? null : narratorName),
    voice: entry?.voice?.text ?? null,
    language: entry?.language ?? cast.language,
    style: items.reduce(withMeaning, entry === null ? plainStyle : castStyle(entry)),
    prosody: items.reduce(withProsody, entry === null ? plainProsody : castProsody(entry)),
  };
  return asked.length === 0 ? voice : { ...voice, asked };
}

/** How a voice of no character speaks that is told a direction. */
export function directedManner(direction: Direction): Pick<UtteranceVoice, 'style' | 'prosody'> {
  const items = direction.items.map(({ meaning }) => meaning);
  return { style: items.reduce(withMeaning, plainStyle), prosody: items.reduce(withProsody, plainProsody) };
}

export const plainStyle: Style = { emotion: null, strength: 1, delivery: null, instruction: null };

export const plainProsody: PlanProsody = { rateFactor: 1, pitchSemitones: 0, rangeFactor: 1, volumeDb: 0 };

type Meaning = Direction['items'][number]['meaning'];

function castStyle({ emotion, strength, delivery, instruction }: CastEntry): Style {
  return { emotion, strength, delivery, instruction };
}

function castProsody({ rateFactor, pitchSemitones, rangeFactor, volumeDb }: CastEntry): PlanProsody {
  return { rateFactor, pitchSemitones, rangeFactor, volumeDb };
}

function withMeaning(style: Style, meaning: Meaning): Style {
  switch (meaning.kind) {
    case 'emotion':
      return { ...style, emotion: toEmotion(meaning.emotion), strength: meaning.strength ?? 1 };
    case 'delivery':
      return { ...style, delivery: toDelivery(meaning.delivery) };
    case 'instruct':
      return { ...style, instruction: meaning.instruction };
    case 'rate':
    case 'pitch':
    case 'volume':
      return style;
  }
}

function withProsody(prosody: PlanProsody, meaning: Meaning): PlanProsody {
  switch (meaning.kind) {
    case 'rate':
      return { ...prosody, rateFactor: prosody.rateFactor * meaning.rateFactor };
    case 'pitch':
      return { ...prosody, pitchSemitones: prosody.pitchSemitones + meaning.pitchSemitones };
    case 'volume':
      return { ...prosody, volumeDb: prosody.volumeDb + meaning.volumeDb };
    case 'emotion':
    case 'delivery':
    case 'instruct':
      return prosody;
  }
}

function toEmotion(name: string): Emotion | null {
  return emotions.find((known) => known === name) ?? null;
}

function toDelivery(name: string): Delivery | null {
  return deliveries.find((known) => known === name) ?? null;
}
