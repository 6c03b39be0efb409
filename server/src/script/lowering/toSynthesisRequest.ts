import type { EngineAbilities, SpeechAbility } from '../../../../protocol/expression.ts';
import type { Prosody, ProsodySpan } from '../../../../protocol/prosody.ts';
import type { SpeakingStyle } from '../../../../protocol/speakingStyle.ts';
import type { SynthesisRequest } from '../../../../protocol/synthesis.ts';
import type { TextRange } from '../../text/textRange.ts';
import { abilityPhrase } from '../checking/abilityPhrase.ts';
import { askedOf } from './askedOf.ts';
import { phonemesOf } from './phonemesOf.ts';
import type { AskedAbility, PlanProsody, PlanSpan, PlanUtterance, Style } from './plan.ts';

export interface SpeakingVoice {
  /** The voice that speaks the utterance: its own, or that of whoever asks. */
  readonly voice: string;
  readonly abilities: EngineAbilities;
}

export interface LoweredUtterance {
  /** Holds nothing that the voice cannot do. */
  readonly request: SynthesisRequest;
  readonly dropped: readonly DroppedAbility[];
}

export interface DroppedAbility {
  readonly ability: SpeechAbility;
  /** Null: the cast or the lexicon asks for it. */
  readonly source: TextRange | null;
  /** What cannot be done, and what is heard instead. */
  readonly message: string;
}

/**
 * What an engine is asked for an utterance, by what the voice can do: the rest is left out and told. Values beyond what
 * a request can hold are brought to the nearest it can. Marks ask nothing of an engine.
 */
export function toSynthesisRequest(
  utterance: PlanUtterance,
  { voice, abilities }: SpeakingVoice,
): LoweredUtterance {
  const can: Can = (ability) => abilities[ability].support !== 'none';
  const prosody = toProsody(utterance.prosody, can);
  const style = toStyle(wholeStyle(utterance.style), can);
  const spans = utterance.spans.flatMap((span) => toSpan(span, can));
  const events = utterance.points.flatMap((point) =>
    point.kind === 'event' && can(`event:${point.event}`)
      ? [{ offset: point.offset, event: point.event }]
      : [],
  );
  const request: SynthesisRequest = {
    text: utterance.text,
    voice,
    ...(utterance.language === null ? {} : { language: utterance.language }),
    ...(isEmpty(prosody) ? {} : { prosody }),
    ...(isEmpty(style) ? {} : { style }),
    ...(spans.length === 0 ? {} : { spans }),
    ...(events.length === 0 ? {} : { events }),
  };
  const dropped = askedOf(utterance).flatMap((asked) => toDropped(asked, { voice, abilities }));
  return { request, dropped };
}

type Can = (ability: SpeechAbility) => boolean;

function toProsody(prosody: Partial<PlanProsody>, can: Can): Prosody {
  const { rateFactor = 1, pitchSemitones = 0, rangeFactor = 1, volumeDb = 0 } = prosody;
  const has = { rate: rateFactor !== 1, pitch: pitchSemitones !== 0, range: rangeFactor !== 1 };
  return {
    ...(has.rate && can('prosody:rate') ? { rateFactor: clamp(rateFactor, 0.5, 2) } : {}),
    ...(has.pitch && can('prosody:pitch') ? { pitchFactor: clamp(2 ** (pitchSemitones / 12), 0.5, 2) } : {}),
    ...(has.range && can('prosody:range') ? { rangeFactor: clamp(rangeFactor, 0, 3) } : {}),
    ...(volumeDb !== 0 && can('prosody:volume') ? { energyDb: clamp(volumeDb, -24, 12) } : {}),
  };
}

function toStyle(style: Partial<Style>, can: Can): SpeakingStyle {
  const { emotion = null, strength, delivery = null, instruction = null } = style;
  const isEmotional = emotion === null || can(`emotion:${emotion}`);
  return {
    ...(emotion !== null && isEmotional ? { emotion } : {}),
    ...(strength !== undefined && isEmotional ? { strength } : {}),
    ...(delivery !== null && can(`delivery:${delivery}`) ? { delivery } : {}),
    ...(instruction !== null && can('instruct') ? { instruction: instruction.slice(0, 2000) } : {}),
  };
}

/** Strength says something of an emotion only, and is 1 where it is not said. */
function wholeStyle({ emotion, strength, ...style }: Style): Partial<Style> {
  return { ...style, emotion, ...(emotion === null || strength === 1 ? {} : { strength }) };
}

/** Nothing where nothing of it is left. */
function toSpan(span: PlanSpan, can: Can): ProsodySpan[] {
  const { startOffset, endOffset, emphasis, pronunciation, isLaughing } = span;
  const prosody = toProsody(span.prosody ?? {}, can);
  const style = toStyle(span.style ?? {}, can);
  const phonemes =
    pronunciation !== undefined && can(`pronunciation:${pronunciation.alphabet}`)
      ? phonemesOf(pronunciation)
      : null;
  const said: Omit<ProsodySpan, 'startOffset' | 'endOffset' | 'prosody'> = {
    ...(emphasis !== undefined && can(`emphasis:${emphasis}`) ? { emphasis } : {}),
    ...(isEmpty(style) ? {} : { style }),
    ...(phonemes === null ? {} : { phonemes: phonemes.slice(0, 2000) }),
    ...(isLaughing === true && can('laughter') ? { isLaughing } : {}),
  };
  return isEmpty(said) && isEmpty(prosody) ? [] : [{ startOffset, endOffset, prosody, ...said }];
}

function toDropped({ ability, source }: AskedAbility, { voice, abilities }: SpeakingVoice): DroppedAbility[] {
  const support = abilities[ability];
  if (support.support !== 'none') return [];
  return [
    { ability, source, message: `The voice ${voice} cannot ${abilityPhrase(ability)}. ${support.instead}` },
  ];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
