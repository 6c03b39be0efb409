import { deliveries, emotions, soundEvents } from '../../../../protocol/expression.ts';
import { sayAsKinds } from '../../text/normalize/sayAs.ts';
import {
  parseDuration,
  parsePitch,
  parseRange,
  parseRate,
  parseStrength,
  parseVolume,
  pitches,
  rates,
  volumes,
} from './values.ts';

/** A tag of a script: what may stand in it. */
export interface TagRule {
  /** What the value without a name is; null: there is none. */
  readonly argument: ValueKind | null;
  readonly isArgumentRequired: boolean;
  readonly attributes: Readonly<Record<string, ValueKind>>;
}

export type ValueKind =
  | 'emotion'
  | 'strength'
  | 'delivery'
  | 'rate'
  | 'pitch'
  | 'range'
  | 'volume'
  | 'emphasis'
  | 'duration'
  | 'file'
  | 'name'
  | 'voice'
  | 'language'
  | 'sayAs'
  | 'text'
  | 'phonemes'
  | 'headingUse';

const bare: TagRule = { argument: null, isArgumentRequired: false, attributes: {} };

/** `[name ...]`. */
export const pointTags: ReadonlyMap<string, TagRule> = new Map<string, TagRule>([
  ...soundEvents.map((event) => [event, bare] as const),
  ['pause', { argument: 'duration', isArgumentRequired: true, attributes: {} }],
  ['sound', { argument: 'file', isArgumentRequired: true, attributes: { gain: 'volume', fade: 'duration' } }],
  ['mark', { argument: 'name', isArgumentRequired: true, attributes: {} }],
]);

/** A line of nothing but these is a block of its own. */
export const cueTags: ReadonlySet<string> = new Set(['sound', 'pause', 'mark']);

/** `<name ...>...</name>`. */
export const spanTags: ReadonlyMap<string, TagRule> = new Map<string, TagRule>([
  ['strong', bare],
  ['emphasis', bare],
  ['laughter', bare],
  [
    'say',
    {
      argument: null,
      isArgumentRequired: false,
      attributes: {
        emotion: 'emotion',
        strength: 'strength',
        delivery: 'delivery',
        rate: 'rate',
        pitch: 'pitch',
        range: 'range',
        volume: 'volume',
        emphasis: 'emphasis',
        voice: 'voice',
        language: 'language',
        as: 'sayAs',
        alias: 'text',
        ipa: 'phonemes',
        pinyin: 'phonemes',
        arpabet: 'phonemes',
        instruct: 'text',
      },
    },
  ],
]);

/** Names of speakers are at most this long. */
export const longestSpeaker = 100;

export const emphasisLevels = ['strong', 'moderate', 'reduced'] as const;

/** The words a kind of value knows; empty where any text is one, or only numbers are. */
export function valueNames(kind: ValueKind): readonly string[] {
  return names[kind] ?? [];
}

/** Whether the text is a value of the kind; voices and files are not looked for. */
export function isValueOf(kind: ValueKind, text: string): boolean {
  const read = readers[kind];
  if (read !== undefined) return read(text) !== null;
  const known = names[kind];
  return known === undefined ? text.trim() !== '' : known.includes(text);
}

/** What a value of the kind looks like, to complete "... must be". */
export function describeValue(kind: ValueKind): string {
  const shape = shapes[kind];
  const words = valueNames(kind).join(', ');
  if (words === '') return shape ?? 'some text';
  return shape === undefined ? `one of ${words}` : `one of ${words}, or ${shape}`;
}

const names: Partial<Record<ValueKind, readonly string[]>> = {
  emotion: emotions,
  delivery: deliveries,
  rate: [...rates.keys()],
  pitch: [...pitches.keys()],
  volume: [...volumes.keys()],
  emphasis: emphasisLevels,
  sayAs: sayAsKinds,
  headingUse: ['spoken', 'silent'],
};

const readers: Partial<Record<ValueKind, (text: string) => number | null>> = {
  strength: parseStrength,
  rate: parseRate,
  pitch: parsePitch,
  range: parseRange,
  volume: parseVolume,
  duration: parseDuration,
};

const shapes: Partial<Record<ValueKind, string>> = {
  strength: 'a number from 0 to 1',
  rate: 'a factor from 0.5 to 2',
  pitch: 'semitones such as +2st, up to 12st',
  range: 'a factor from 0 to 3',
  volume: 'decibels such as -3dB, from -40dB to 12dB',
  duration: 'a time such as 500ms or 1.5s, up to ten minutes',
  file: 'a file',
  name: 'a name',
  voice: 'the name of a voice',
  language: 'a language such as en-GB',
  phonemes: 'phonemes',
};
