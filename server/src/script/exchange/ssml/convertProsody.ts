import type { XmlElement } from '@rgrove/parse-xml';
import type { SpanAttributes } from '../draft/draft.ts';
import { pitchText, rangeText, rateText, roundTo, valueLimits, volumeText } from '../draft/values.ts';
import { attributeOf, noteOtherAttributes } from './attributes.ts';
import { aloudManner, isOwnSpan } from './aloudAttributes.ts';
import type { ElementConverter, SsmlImport } from './ssmlImport.ts';
import {
  assumedVoiceHz,
  readPitch,
  readRange,
  readRate,
  readVolume,
  type ProsodyReading,
} from './ssmlValues.ts';
import type { Surroundings } from './surroundings.ts';
import { aloudAttribute } from './xmlNames.ts';

export const convertProsody: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['rate', 'pitch', 'range', 'volume'], context);
  const rate = read(element, 'rate', context);
  const pitch = read(element, 'pitch', context);
  const range = read(element, 'range', context);
  const volume = read(element, 'volume', context);
  const changes = {
    rateFactor: factorChange(rate, surroundings.rateFactor),
    pitchSemitones: levelChange(pitch, surroundings.pitchSemitones),
    rangeFactor: factorChange(range, surroundings.rangeFactor),
    volumeDb: levelChange(volume, surroundings.volumeDb),
  };
  noteBeyond(element, changes, context);
  const inner: Surroundings = {
    ...surroundings,
    rateFactor: surroundings.rateFactor * changes.rateFactor,
    pitchSemitones: surroundings.pitchSemitones + changes.pitchSemitones,
    rangeFactor: surroundings.rangeFactor * changes.rangeFactor,
    volumeDb: surroundings.volumeDb + changes.volumeDb,
  };
  const attributes: SpanAttributes = {
    ...(changes.rateFactor !== 1 && { rate: rateText(changes.rateFactor) }),
    ...(changes.pitchSemitones !== 0 && { pitch: pitchText(changes.pitchSemitones) }),
    ...(changes.rangeFactor !== 1 && { range: rangeText(changes.rangeFactor) }),
    ...(changes.volumeDb !== 0 && { volume: volumeText(changes.volumeDb) }),
    ...aloudManner(element),
  };
  context.convertSpan(element, { attributes, isKept: isOwnSpan(element) }, inner);
};

export const convertEmphasis: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['level'], context);
  const level = attributeOf(element, 'level') ?? 'moderate';
  if (level === 'none') {
    context.note(element, 'A script cannot ask for no emphasis at all; only what is inside was kept.');
  } else if (!levels.has(level)) {
    context.note(element, `level="${level}" is no level of emphasis; only what is inside was kept.`);
  }
  const attributes = levels.has(level) ? { emphasis: level } : {};
  context.convertSpan(element, { attributes, isKept: isOwnSpan(element) }, surroundings);
};

interface ProsodyChanges {
  readonly rateFactor: number;
  readonly pitchSemitones: number;
  readonly rangeFactor: number;
  readonly volumeDb: number;
}

/** Says what a tag of a script cannot ask for. */
function noteBeyond(element: XmlElement, changes: ProsodyChanges, context: Pick<SsmlImport, 'note'>): void {
  if (aloudAttribute(element, 'of') === 'line') return;
  const { rateFactor: rate, pitchSemitones: pitch, rangeFactor: range, volumeDb: volume } = changes;
  for (const [name, value] of Object.entries({ rate, pitch, range, volume } as const)) {
    const [min, max] = valueLimits[name as keyof typeof valueLimits];
    if (value >= min && value <= max) continue;
    const written = attributeOf(element, name) ?? '';
    context.note(element, `${name}="${written}" is beyond what a tag can ask for, ${min} to ${max}.`);
  }
}

const levels: ReadonlySet<string> = new Set(['strong', 'moderate', 'reduced']);

const readers = { rate: readRate, pitch: readPitch, range: readRange, volume: readVolume };

function read(
  element: XmlElement,
  name: keyof typeof readers,
  context: Pick<SsmlImport, 'note'>,
): ProsodyReading | null {
  const text = attributeOf(element, name);
  if (text === undefined) return null;
  const reading = readers[name](text);
  if (reading === null) {
    context.note(element, `A script has no word for ${name}="${text}"; it was left out.`);
  } else if (reading.isApproximated) {
    context.note(element, `${name}="${text}" was reckoned for a voice of ${assumedVoiceHz} Hz.`);
  }
  return reading;
}

/** What a script's tag must say, whose values are on top of what surrounds it. */
function factorChange(reading: ProsodyReading | null, current: number): number {
  if (reading === null) return 1;
  return roundTo(reading.isAbsolute && current !== 0 ? reading.value / current : reading.value);
}

function levelChange(reading: ProsodyReading | null, current: number): number {
  if (reading === null) return 0;
  return roundTo(reading.isAbsolute ? reading.value - current : reading.value);
}
