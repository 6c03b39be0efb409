import type { SpeechAbility } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { AskedAbility, PlanProsody, PlanSpan, PlanUtterance, Style } from './plan.ts';

/**
 * All that an utterance asks of its voice, with where; what nobody noted a place for is asked by its whole source. Of
 * two emotions, deliveries, pronunciations or instructions over the same words only the inner one is heard, and so only
 * that one is asked; rates, pitches and volumes add up.
 */
export function askedOf(utterance: PlanUtterance): readonly AskedAbility[] {
  const { text, source, style, prosody, asked = [], spans, points } = utterance;
  const own = withPlaces([...styleAbilities(style), ...prosodyAbilities(prosody)], asked, source);
  const ofSpans = spans.map((span) => withPlaces(spanAbilities(span), span.asked ?? [], span.source));
  const isHeard = (range: TextRange, from: number): ((asking: AskedAbility) => boolean) => {
    return (asking) =>
      isProsody(asking) || hasWordsLeft(text, range, replacing(asking, { spans, ofSpans, range, from }));
  };
  const whole = { startOffset: 0, endOffset: text.length };
  return [
    ...(word.test(text) ? own.filter(isHeard(whole, 0)) : own),
    ...spans.flatMap((span, index) => ofSpans[index]?.filter(isHeard(span, index + 1)) ?? []),
    ...points.flatMap((point): AskedAbility[] =>
      point.kind === 'event' ? [{ ability: `event:${point.event}`, source: point.source }] : [],
    ),
  ];
}

const word = /[\p{L}\p{N}]/u;

function isProsody({ ability }: AskedAbility): boolean {
  return ability.startsWith('prosody:');
}

interface InnerSpans {
  readonly spans: readonly PlanSpan[];
  /** What each of them asks. */
  readonly ofSpans: readonly (readonly AskedAbility[])[];
  readonly range: TextRange;
  /** The first of them that may lie inside of the range. */
  readonly from: number;
}

/** The spans inside of a range that ask for another thing of the same kind. */
function replacing(asking: AskedAbility, { spans, ofSpans, range, from }: InnerSpans): PlanSpan[] {
  const found: PlanSpan[] = [];
  for (let index = from; index < spans.length; index++) {
    const span = spans[index];
    if (span === undefined || span.startOffset >= range.endOffset) break;
    if (ofSpans[index]?.some((inner) => kindOf(inner) === kindOf(asking)) === true) found.push(span);
  }
  return found;
}

function kindOf({ ability }: AskedAbility): string {
  return ability.split(':')[0] ?? ability;
}

/** Whether a range has words outside of the inner ranges, which are in order. */
function hasWordsLeft(
  text: string,
  { startOffset, endOffset }: TextRange,
  inner: readonly TextRange[],
): boolean {
  let from = startOffset;
  for (const range of inner) {
    if (from < range.startOffset && word.test(text.slice(from, range.startOffset))) return true;
    from = Math.max(from, range.endOffset);
  }
  return from < endOffset && word.test(text.slice(from, endOffset));
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
