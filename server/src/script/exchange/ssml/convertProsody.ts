import type { XmlElement } from '@rgrove/parse-xml';
import type { SpanAttributes } from '../draft/draft.ts';
import { pitchText, rangeText, rateText, roundTo, volumeText } from '../draft/values.ts';
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

export const convertProsody: ElementConverter = (element, surroundings, context) => {
  noteOtherAttributes(element, ['rate', 'pitch', 'range', 'volume'], context);
  const rate = read(element, 'rate', context);
  const pitch = read(element, 'pitch', context);
  const range = read(element, 'range', context);
  const volume = read(element, 'volume', context);
  const inner: Surroundings = {
    ...surroundings,
    ...(rate !== null && { rateFactor: rate.value * (rate.isAbsolute ? 1 : surroundings.rateFactor) }),
    ...(pitch !== null && {
      pitchSemitones: pitch.value + (pitch.isAbsolute ? 0 : surroundings.pitchSemitones),
    }),
    ...(range !== null && { rangeFactor: range.value * (range.isAbsolute ? 1 : surroundings.rangeFactor) }),
    ...(volume !== null && { volumeDb: volume.value + (volume.isAbsolute ? 0 : surroundings.volumeDb) }),
  };
  const attributes = { ...changeOf(surroundings, inner), ...aloudManner(element) };
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
function changeOf(outer: Surroundings, inner: Surroundings): SpanAttributes {
  const rate = roundTo(inner.rateFactor / outer.rateFactor);
  const pitch = roundTo(inner.pitchSemitones - outer.pitchSemitones);
  const range = outer.rangeFactor === 0 ? 1 : roundTo(inner.rangeFactor / outer.rangeFactor);
  const volume = roundTo(inner.volumeDb - outer.volumeDb);
  return {
    ...(rate !== 1 && { rate: rateText(rate) }),
    ...(pitch !== 0 && { pitch: pitchText(pitch) }),
    ...(range !== 1 && { range: rangeText(range) }),
    ...(volume !== 0 && { volume: volumeText(volume) }),
  };
}
