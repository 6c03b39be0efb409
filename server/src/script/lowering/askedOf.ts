import type { SpeechAbility } from '../../../../protocol/expression.ts';
import type { AskedAbility, PlanProsody, PlanSpan, PlanUtterance, Style } from './plan.ts';

/** All that an utterance asks of its voice, with where; what nobody noted a place for is asked by its whole source. */
export function askedOf(utterance: PlanUtterance): readonly AskedAbility[] {
  const { source, style, prosody, asked = [], spans, points } = utterance;
  const own = [...styleAbilities(style), ...prosodyAbilities(prosody)];
  return [
    ...withPlaces(own, asked, source),
    ...spans.flatMap((span) => withPlaces(spanAbilities(span), span.asked ?? [], span.source)),
    ...points.flatMap((point): AskedAbility[] =>
      point.kind === 'event' ? [{ ability: `event:${point.event}`, source: point.source }] : [],
    ),
  ];
}

function withPlaces(
  abilities: readonly SpeechAbility[],
  asked: readonly AskedAbility[],
  source: AskedAbility['source'],
): AskedAbility[] {
  const unplaced = abilities.filter((ability) => !asked.some((known) => known.ability === ability));
  return [...asked, ...unplaced.map((ability) => ({ ability, source }))];
}

function spanAbilities({ style, prosody, emphasis, isLaughing, pronunciation }: PlanSpan): SpeechAbility[] {
  return [
    ...styleAbilities(style ?? {}),
    ...prosodyAbilities(prosody ?? {}),
    ...(emphasis === undefined ? [] : [`emphasis:${emphasis}` as const]),
    ...(isLaughing === true ? ['laughter' as const] : []),
    ...(pronunciation === undefined ? [] : [`pronunciation:${pronunciation.alphabet}` as const]),
  ];
}

function styleAbilities({ emotion, delivery, instruction }: Partial<Style>): SpeechAbility[] {
  return [
    ...(isSaid(emotion) ? [`emotion:${emotion}` as const] : []),
    ...(isSaid(delivery) ? [`delivery:${delivery}` as const] : []),
    ...(isSaid(instruction) ? ['instruct' as const] : []),
  ];
}

function prosodyAbilities(prosody: Partial<PlanProsody>): SpeechAbility[] {
  const { rateFactor = 1, pitchSemitones = 0, rangeFactor = 1, volumeDb = 0 } = prosody;
  return [
    ...(rateFactor === 1 ? [] : ['prosody:rate' as const]),
    ...(pitchSemitones === 0 ? [] : ['prosody:pitch' as const]),
    ...(rangeFactor === 1 ? [] : ['prosody:range' as const]),
    ...(volumeDb === 0 ? [] : ['prosody:volume' as const]),
  ];
}

function isSaid<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
