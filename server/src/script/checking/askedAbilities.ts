import { deliveries, emotions, soundEvents, type SpeechAbility } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { CastEntry } from '../frontMatter/frontMatter.ts';
import type { Attribute, Direction, DirectionItem, SpanNode } from '../tree/tree.ts';
import { parsePitch, parseRange, parseRate, parseVolume } from '../vocabulary/values.ts';

/** An ability and where a script asks for it. A rate of 1 and the like ask for nothing. */
export interface AskedAbility {
  readonly ability: SpeechAbility;
  readonly range: TextRange;
}

export function directionAbilities({ items }: Direction): AskedAbility[] {
  return items.flatMap((item) => asked(meaningAbility(item), item));
}

export function spanAbilities(node: SpanNode): AskedAbility[] {
  switch (node.name) {
    case 'strong':
      return asked('emphasis:strong', node.open);
    case 'emphasis':
      return asked('emphasis:moderate', node.open);
    case 'laughter':
      return asked('laughter', node.open);
    case 'say':
      return firstOfEachName(node.open.attributes).flatMap((attribute) =>
        asked(attributeAbility(attribute), attribute),
      );
  }
}

/** @returns null for tags that ask nothing of a voice, such as a pause */
export function eventAbility(name: string, range: TextRange): AskedAbility | null {
  const event = soundEvents.find((known) => known === name);
  return event === undefined ? null : { ability: `event:${event}`, range };
}

/** With the name of the field that asks. */
export function castAbilities(
  entry: CastEntry,
): { readonly ability: SpeechAbility; readonly field: string }[] {
  const { rateFactor, pitchSemitones, rangeFactor, volumeDb, emotion, delivery, instruction } = entry;
  const wishes: readonly (readonly [string, SpeechAbility | null])[] = [
    ['rate', rateFactor === 1 ? null : 'prosody:rate'],
    ['pitch', pitchSemitones === 0 ? null : 'prosody:pitch'],
    ['range', rangeFactor === 1 ? null : 'prosody:range'],
    ['volume', volumeDb === 0 ? null : 'prosody:volume'],
    ['emotion', emotion === null ? null : `emotion:${emotion}`],
    ['delivery', delivery === null ? null : `delivery:${delivery}`],
    ['instruct', instruction === null ? null : 'instruct'],
  ];
  return wishes.flatMap(([field, ability]) => (ability === null ? [] : [{ field, ability }]));
}

function asked(ability: SpeechAbility | null, range: TextRange): AskedAbility[] {
  return ability === null ? [] : [{ ability, range }];
}

function meaningAbility({ meaning }: DirectionItem): SpeechAbility | null {
  switch (meaning.kind) {
    case 'emotion':
      return emotionAbility(meaning.emotion);
    case 'delivery':
      return deliveryAbility(meaning.delivery);
    case 'rate':
      return meaning.rateFactor === 1 ? null : 'prosody:rate';
    case 'pitch':
      return meaning.pitchSemitones === 0 ? null : 'prosody:pitch';
    case 'volume':
      return meaning.volumeDb === 0 ? null : 'prosody:volume';
    case 'instruct':
      return 'instruct';
  }
}

function attributeAbility({ name, value }: Attribute): SpeechAbility | null {
  const text = value?.text ?? '';
  return text === '' ? null : (attributeAbilities[name]?.(text) ?? null);
}

/** What is no value of an attribute is reported as such, and asks for nothing. */
const attributeAbilities: Readonly<Record<string, (text: string) => SpeechAbility | null>> = {
  emotion: emotionAbility,
  delivery: deliveryAbility,
  rate: (text) => changes(parseRate(text), 1, 'prosody:rate'),
  pitch: (text) => changes(parsePitch(text), 0, 'prosody:pitch'),
  range: (text) => changes(parseRange(text), 1, 'prosody:range'),
  volume: (text) => changes(parseVolume(text), 0, 'prosody:volume'),
  emphasis: (text) => emphasisLevels.get(text) ?? null,
  ipa: () => 'pronunciation:ipa',
  arpabet: () => 'pronunciation:arpabet',
  pinyin: () => 'pronunciation:pinyin',
  instruct: () => 'instruct',
};

const emphasisLevels: ReadonlyMap<string, SpeechAbility> = new Map([
  ['strong', 'emphasis:strong'],
  ['moderate', 'emphasis:moderate'],
  ['reduced', 'emphasis:reduced'],
]);

function changes(value: number | null, unchanged: number, ability: SpeechAbility): SpeechAbility | null {
  return value === null || value === unchanged ? null : ability;
}

function emotionAbility(text: string): SpeechAbility | null {
  const emotion = emotions.find((known) => known === text);
  return emotion === undefined ? null : `emotion:${emotion}`;
}

function deliveryAbility(text: string): SpeechAbility | null {
  const delivery = deliveries.find((known) => known === text);
  return delivery === undefined ? null : `delivery:${delivery}`;
}

function firstOfEachName(attributes: readonly Attribute[]): Attribute[] {
  return attributes.filter(
    ({ name }, index) => attributes.findIndex((other) => other.name === name) === index,
  );
}
