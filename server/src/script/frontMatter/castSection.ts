import { isScalar } from 'yaml';
import { deliveries, emotions } from '../../../../protocol/expression.ts';
import { longestSpeaker } from '../vocabulary/tags.ts';
import { parsePitch, parseRange, parseRate, parseStrength, parseVolume } from '../vocabulary/values.ts';
import type { CastEntry } from './frontMatter.ts';
import type { YamlEntry, YamlReader } from './yamlReader.ts';

export const castKeys = [
  'voice',
  'engine',
  'language',
  'rate',
  'pitch',
  'range',
  'volume',
  'emotion',
  'strength',
  'delivery',
  'instruct',
] as const;

/** `MARA: bf_emma`, or a map of everything there is to say about her. */
export function readCast(reader: YamlReader, entry: YamlEntry | undefined): Map<string, CastEntry> {
  const cast = new Map<string, CastEntry>();
  for (const [name, character] of reader.readEntries(entry, null)) {
    if (!canSpeak(name)) {
      const message = `"${name.slice(0, 40)}" cannot open a line: a name has no colon and at most ${longestSpeaker} characters.`;
      reader.report(character.keyRange, message);
      continue;
    }
    cast.set(name, readCharacter(reader, character));
  }
  return cast;
}

function readCharacter(reader: YamlReader, entry: YamlEntry): CastEntry {
  const { key: name, keyRange: nameRange, range } = entry;
  const isShort = isScalar(entry.value);
  const values = isShort ? new Map<string, YamlEntry>() : reader.readEntries(entry, castKeys);
  const of = (key: (typeof castKeys)[number]): YamlEntry | undefined => values.get(key);
  const language = reader.readText(of('language'));
  return {
    ...range,
    name,
    nameRange,
    voice: reader.readText(isShort ? entry : of('voice')),
    engine: reader.readText(of('engine')),
    language: language === null ? null : reader.checkLanguage(language),
    rateFactor: reader.readValue(of('rate'), 'rate', { parse: parseRate, fallback: 1 }),
    pitchSemitones: reader.readValue(of('pitch'), 'pitch', { parse: parsePitch, fallback: 0 }),
    rangeFactor: reader.readValue(of('range'), 'range', { parse: parseRange, fallback: 1 }),
    volumeDb: reader.readValue(of('volume'), 'volume', { parse: parseVolume, fallback: 0 }),
    emotion: reader.readValue(of('emotion'), 'emotion', { parse: oneOf(emotions), fallback: null }),
    strength: reader.readValue(of('strength'), 'strength', { parse: parseStrength, fallback: 1 }),
    delivery: reader.readValue(of('delivery'), 'delivery', { parse: oneOf(deliveries), fallback: null }),
    instruction: reader.readText(of('instruct'))?.text ?? null,
  };
}

function oneOf<T extends string>(names: readonly T[]): (text: string) => T | null {
  return (text) => names.find((name) => name === text.trim().toLowerCase()) ?? null;
}

function canSpeak(name: string): boolean {
  return name.trim() === name && name !== '' && name.length <= longestSpeaker && !/[:：\r\n]/u.test(name);
}
