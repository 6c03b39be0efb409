import type { SpanAttributes } from '../draft/draft.ts';
import { pitchText, rangeText, rateText, volumeText } from '../draft/values.ts';
import { nameLanguage } from '../languageTag.ts';
import { mannerOfStyle } from '../ssml/expressionStyles.ts';
import { orderDate } from '../orderDate.ts';
import { readPitch, readRange, readRate, readVolume } from '../ssml/ssmlValues.ts';

export interface ReadModifiers {
  readonly attributes: SpanAttributes;
  /** What the script does not say, each a sentence. */
  readonly messages: readonly string[];
  /** In place of the words that are modified; null: the words themselves. */
  readonly replacement: string | null;
}

/**
 * What stands between the brackets behind `(words)` or `#`; null where it is no list of modifiers, such as `[1]` or a
 * link's address.
 */
export function readModifiers(list: string, words: string): ReadModifiers | null {
  const parts = [...list.matchAll(/\s*([A-Za-z][\w-]*)\s*(?::\s*(?:"([^"]*)"|'([^']*)'))?\s*(?:;|$)/gy)];
  const readLength = parts.reduce((sum, [whole]) => sum + whole.length, 0);
  if (readLength !== list.length) return null;
  const messages: string[] = [];
  const attributes: SpanAttributes = {};
  let replacement: string | null = null;
  for (const [, name = '', doubleQuoted, singleQuoted] of parts) {
    const value = doubleQuoted ?? singleQuoted ?? '';
    const key = name.toLowerCase();
    if (key === 'date') replacement = orderDate(words, value.toLowerCase()) ?? replacement;
    const found = modifiers.get(key)?.(value) ?? styleNamed(key, value);
    if (found === null) {
      const written = value === '' ? name : `${name}:"${value}"`;
      messages.push(`A script has no word for ${written}; it was left out.`);
    } else Object.assign(attributes, found);
  }
  return { attributes, messages, replacement };
}

type ReadModifier = (value: string) => SpanAttributes | null;

const asIs: ReadModifier = () => ({});

const modifiers: ReadonlyMap<string, ReadModifier> = new Map<string, ReadModifier>([
  ['defaults', asIs],
  ['number', asIs],
  ['cardinal', asIs],
  ['fraction', asIs],
  ['unit', asIs],
  ['address', asIs],
  ['interjection', asIs],
  ['characters', () => ({ as: 'characters' })],
  ['chars', () => ({ as: 'characters' })],
  ['digits', () => ({ as: 'digits' })],
  ['ordinal', () => ({ as: 'ordinal' })],
  ['telephone', () => ({ as: 'telephone' })],
  ['phone', () => ({ as: 'telephone' })],
  ['time', () => ({ as: 'time' })],
  ['date', () => ({ as: 'date' })],
  ['whisper', () => ({ delivery: 'whispering' })],
  ['emphasis', emphasis],
  ['sub', (alias) => (alias === '' ? null : { alias })],
  ['ipa', (ipa) => (ipa === '' ? null : { ipa })],
  ['voice', (voice) => (voice === '' ? null : { voice })],
  ['lang', language],
  ['rate', (text) => ifRead(readRate(text), (value) => ({ rate: rateText(value) }))],
  ['pitch', (text) => ifRead(readPitch(text), (value) => ({ pitch: pitchText(value) }))],
  ['range', (text) => ifRead(readRange(text), (value) => ({ range: rangeText(value) }))],
  ['volume', volume],
  ['vol', volume],
  ['newscaster', () => ({ instruct: 'like a newscaster' })],
  ['dj', () => ({ instruct: 'like a DJ' })],
]);

function emphasis(level: string): SpanAttributes | null {
  if (level === '') return { emphasis: 'moderate' };
  return ['strong', 'moderate', 'reduced'].includes(level) ? { emphasis: level } : null;
}

function language(tag: string): SpanAttributes | null {
  const named = tag === '' ? null : nameLanguage(tag);
  return named === null ? null : { language: named };
}

function volume(text: string): SpanAttributes | null {
  return ifRead(readVolume(text), (value) => ({ volume: volumeText(value) }));
}

/** `excited:"medium"`, `disappointed`, `cheerful`: a style by its own name. */
function styleNamed(name: string, value: string): SpanAttributes | null {
  const manner = mannerOfStyle(name);
  if (manner.instruct !== undefined) return null;
  const strength = manner.emotion === undefined ? undefined : intensities.get(value);
  return { ...manner, ...(strength !== undefined && { strength }) };
}

const intensities: ReadonlyMap<string, string> = new Map([
  ['low', '0.3'],
  ['medium', '0.6'],
  ['high', '1'],
]);

function ifRead(
  reading: { readonly value: number } | null,
  toAttributes: (value: number) => SpanAttributes,
): SpanAttributes | null {
  return reading === null ? null : toAttributes(reading.value);
}
