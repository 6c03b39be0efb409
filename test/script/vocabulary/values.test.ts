import { describe, expect, test } from 'vitest';
import {
  describeValue,
  isValueOf,
  pointTags,
  spanTags,
  valueNames,
} from '../../../server/src/script/vocabulary/tags.ts';
import { nearPointTags, nearSpanTags } from '../../../server/src/script/vocabulary/nearMisses.ts';
import {
  parseDuration,
  parsePitch,
  parseRange,
  parseRate,
  parseStrength,
  parseVolume,
} from '../../../server/src/script/vocabulary/values.ts';

describe('values', () => {
  test.each<[(text: string) => number | null, Record<string, number | null>]>([
    [
      parseRate,
      {
        'x-slow': 0.6,
        slow: 0.8,
        ' Medium ': 1,
        fast: 1.25,
        'x-fast': 1.5,
        '1.2': 1.2,
        '.5': 0.5,
        '2x': 2,
        '2.1': null,
        '0.4': null,
        quick: null,
        '': null,
        '1.': null,
        NaN: null,
      },
    ],
    [
      parsePitch,
      {
        low: -3,
        medium: 0,
        high: 3,
        '+2st': 2,
        '-1.5 ST': -1.5,
        '−2st': -2,
        '12st': 12,
        '13st': null,
        '2': null,
        '+2': null,
      },
    ],
    [parseRange, { '0': 0, '1.5': 1.5, '3': 3, '3.1': null, '-1': null, wide: null }],
    [
      parseVolume,
      {
        soft: -6,
        medium: 0,
        loud: 4,
        '-3dB': -3,
        '+12db': 12,
        '13dB': null,
        '-40dB': -40,
        '-41dB': null,
        '3': null,
      },
    ],
    [
      parseDuration,
      {
        '500ms': 500,
        '1.5s': 1500,
        '.5 s': 500,
        '0ms': 0,
        '600s': 600_000,
        '601s': null,
        '5': null,
        '5m': null,
        '-5ms': null,
        '1e3ms': null,
      },
    ],
    [parseStrength, { '0': 0, '0.8': 0.8, '.8': 0.8, '1': 1, '1.01': null, '80%': null }],
  ])('%o', (parse, expected) => {
    const found = Object.fromEntries(Object.keys(expected).map((text) => [text, parse(text)]));
    expect(found).toEqual(expected);
  });

  test('a very long number is none, and soon', () => {
    expect(parseRate('1'.repeat(1_000_000))).toBeNull();
    expect(parseDuration(`${'1'.repeat(1_000_000)}ms`)).toBeNull();
  });
});

describe('tags', () => {
  test('every word a value knows is one, and can be described', () => {
    const kinds = [...pointTags.values(), ...spanTags.values()].flatMap((rule) =>
      Object.values(rule.attributes),
    );
    for (const kind of kinds) {
      expect(valueNames(kind).filter((name) => !isValueOf(kind, name))).toEqual([]);
      expect(isValueOf(kind, '')).toBe(false);
      expect(describeValue(kind)).not.toBe('');
    }
  });

  test.each([
    ['laugther', ['laughter']],
    ['Pause', ['pause']],
    ['laughs', ['laughter']],
    ['breathing', ['breath']],
    ['laughter', []],
    ['sic', []],
    ['voice', []],
    ['mask', []],
    ['on', []],
  ])('near [%s]: %j', (name, expected) => {
    expect(nearPointTags(name)).toEqual(expected);
  });

  test.each([
    ['saay', ['say']],
    ['STRONG', ['strong']],
    ['say-as', ['say']],
    ['span', []],
    ['b', []],
    ['stay', []],
  ])('near <%s>: %j', (name, expected) => {
    expect(nearSpanTags(name)).toEqual(expected);
  });
});
