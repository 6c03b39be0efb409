import type { PlanProsody, PlanUtterance, Plan, Style } from '../../lowering/plan.ts';
import { contains } from '../../../text/textRange.ts';
import { pitchText, rateText, rangeText, roundTo, volumeText } from '../draft/values.ts';

/** The cast that a plan was made with, as far as it can be told from what is said. */
export interface PlanCast {
  /** Keys of the cast. */
  readonly names: readonly string[];
  usualOf(speaker: string | null): UsualManner;
}

/** How somebody speaks where nothing else is asked for. */
export interface UsualManner {
  readonly voice: string | null;
  /** BCP-47. */
  readonly language: string | null;
  readonly style: Style;
  readonly prosody: PlanProsody;
}

export function planCast(plan: Plan): PlanCast {
  const utterances = plan.items.filter((item) => item.kind === 'utterance');
  const bySpeaker = groupBy(utterances, ({ speaker }) => speaker);
  const manners = new Map(
    [...bySpeaker].map(([speaker, said]) => {
      const manner = usualManner(said, plan.language);
      // A heading has no direction: how it is said is how its speaker always does.
      const heading = said.find((one) => plan.sections.some(({ source }) => contains(source, one.source)));
      const { style, prosody } = heading ?? manner;
      return [speaker, { ...manner, style, prosody }];
    }),
  );
  const nobody = usualManner([], plan.language);
  return {
    names: [...manners.keys()].filter((name) => name !== null),
    usualOf: (speaker) => (speaker === null ? nobody : (manners.get(speaker) ?? nobody)),
  };
}

/** What the front matter of a script says of it. */
export function castEntry(
  { voice, language, style, prosody }: UsualManner,
  planLanguage: string | null,
): Record<string, string> {
  return {
    ...(voice !== null && { voice }),
    ...(language !== null && language !== planLanguage && { language }),
    ...(prosody.rateFactor !== 1 && { rate: rateText(prosody.rateFactor) }),
    ...(prosody.pitchSemitones !== 0 && { pitch: pitchText(prosody.pitchSemitones) }),
    ...(prosody.rangeFactor !== 1 && { range: rangeText(prosody.rangeFactor) }),
    ...(prosody.volumeDb !== 0 && { volume: volumeText(prosody.volumeDb) }),
    ...(style.emotion !== null && { emotion: style.emotion }),
    ...(style.strength !== 1 && { strength: String(roundTo(style.strength)) }),
    ...(style.delivery !== null && { delivery: style.delivery }),
    ...(style.instruction !== null && { instruct: style.instruction }),
  };
}

function usualManner(said: readonly PlanUtterance[], planLanguage: string | null): UsualManner {
  const lines = said.filter(({ isContinuation }) => isContinuation !== true);
  const [first] = lines;
  const styles = lines.map(({ style }) => style);
  // One line alone does not show a habit: what it asks for is its own direction.
  const common = <Value>(of: (utterance: PlanUtterance) => Value, otherwise: Value): Value => {
    if (first === undefined || lines.some((one) => of(one) !== of(first))) return otherwise;
    return lines.length > 1 ? of(first) : otherwise;
  };
  const emotion = common(({ style }) => style.emotion, null);
  const strengthAlone = styles.find((style) => style.emotion === null)?.strength ?? 1;
  const isOneStrength = styles.every(({ strength }) => strength === styles[0]?.strength);
  return {
    voice: usual(
      said.map(({ voice }) => voice),
      null,
    ),
    language: usual(
      said.map(({ language }) => language),
      planLanguage,
    ),
    style: {
      emotion: isOneStrength ? emotion : null,
      strength: emotion !== null && isOneStrength ? (styles[0]?.strength ?? 1) : strengthAlone,
      delivery: common(({ style }) => style.delivery, null),
      instruction: beyondDirection(styles) ?? common(({ style }) => style.instruction, null),
    },
    prosody: {
      rateFactor: within(
        lines.map(({ prosody }) => prosody.rateFactor),
        factorRule,
      ),
      pitchSemitones: within(
        lines.map(({ prosody }) => prosody.pitchSemitones),
        pitchRule,
      ),
      rangeFactor: first?.prosody.rangeFactor ?? 1,
      volumeDb: within(
        lines.map(({ prosody }) => prosody.volumeDb),
        volumeRule,
      ),
    },
  };
}

/** A direction ends at a quotation mark: an instruction that has one is the cast's. */
function beyondDirection(styles: readonly Style[]): string | null {
  return styles.find(({ instruction }) => instruction?.includes('"') === true)?.instruction ?? null;
}

/** The commonest; null where there is one without, since nothing can take a voice away. */
function usual(values: readonly (string | null)[], otherwise: string | null): string | null {
  if (values.length === 0 || values.includes(null) || values.includes(otherwise)) return otherwise;
  const counts = groupBy(values, (value) => value);
  const [commonest] = [...counts].sort(([, left], [, right]) => right.length - left.length);
  return commonest?.[0] ?? otherwise;
}

/** What a value of the cast and the direction on top of it may be. */
interface ValueRule {
  readonly neutral: number;
  readonly limits: readonly [number, number];
  /** What a direction must say to come from the one to the other. */
  readonly difference: (from: number, to: number) => number;
}

const factorRule: ValueRule = { neutral: 1, limits: [0.5, 2], difference: (from, to) => to / from };
const pitchRule: ValueRule = { neutral: 0, limits: [-12, 12], difference: (from, to) => to - from };
const volumeRule: ValueRule = { neutral: 0, limits: [-40, 12], difference: (from, to) => to - from };

/** The common value, or else the neutral one; where that is too far from what is said, the nearest that is not. */
function within(values: readonly number[], { neutral, limits, difference }: ValueRule): number {
  const [min, max] = limits;
  const isIn = (value: number): boolean => value >= min - 1e-9 && value <= max + 1e-9;
  const [first = neutral] = values;
  const isCommon = values.length > 1 && values.every((value) => value === first);
  const candidates = [isCommon ? first : neutral, neutral, min, max, ...values];
  return (
    candidates.find((base) => isIn(base) && values.every((value) => isIn(difference(base, value)))) ?? neutral
  );
}

function groupBy<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
