import { describe, expect, it } from 'vitest';
import {
  accentOf,
  lengthenAccents,
  raiseAccents,
} from '../../../../server/src/synthesis/engines/kokoro/accents.ts';

/** The accented word and what carries its accent, as text. */
function vowelsOf(phonemes: string, word: string): string[] {
  const start = phonemes.indexOf(word);
  const accent = accentOf(phonemes, { start, end: start + word.length }, 1);
  return (accent?.vowels ?? []).map((index) => phonemes[index - 1] ?? '');
}

describe('accentOf', () => {
  it('puts the accent on the vowel after the primary stress', () => {
    expect(vowelsOf('ə vˌOkəbjulˈɛɹi tˈɛst', 'vˌOkəbjulˈɛɹi')).toEqual(['ɛ']);
    expect(vowelsOf('ðə stɹˈiːt', 'stɹˈiːt')).toEqual(['i']);
  });

  it('accents each stressed part of a token of several words', () => {
    expect(vowelsOf('fˈIv dˈɑləɹz', 'fˈIv dˈɑləɹz')).toEqual(['I', 'ɑ']);
  });

  it('falls back to secondary stress, then to the first vowel', () => {
    expect(vowelsOf('ˌɪntu ɪt', 'ˌɪntu')).toEqual(['ɪ']);
    expect(vowelsOf('ɪn ðə hˈWs', 'ðə')).toEqual(['ə']);
  });

  it('knows when there is nothing to accent', () => {
    expect(accentOf('p', { start: 0, end: 1 }, 1)).toBeNull();
  });
});

describe('raiseAccents', () => {
  const starts = [0, 10, 20, 30, 40, 50];
  const accent = { strength: 1, vowels: [2], start: 1, end: 4 };

  it('raises the word, most of all its vowel, and nothing around it', () => {
    const contours = { octaves: new Float64Array(60), energyDb: new Float64Array(60) };
    raiseAccents(contours, [accent], starts);
    const { octaves } = contours;
    expect(Math.max(...octaves)).toBeCloseTo(5 / 12, 2);
    expect(octaves.slice(0, 10).every((value) => value === 0)).toBe(true);
    expect(octaves.slice(40).every((value) => value === 0)).toBe(true);
    expect(octaves.indexOf(Math.max(...octaves))).toBeGreaterThanOrEqual(20);
    expect(octaves.lastIndexOf(Math.max(...octaves))).toBeLessThan(30);
  });

  it('has no steps', () => {
    const contours = { octaves: new Float64Array(60), energyDb: new Float64Array(60) };
    raiseAccents(contours, [accent], starts);
    const steps = contours.octaves
      .slice(1)
      .map((value, index) => Math.abs(value - (contours.octaves[index] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.1);
  });

  it('follows the strength', () => {
    const half = { octaves: new Float64Array(60), energyDb: new Float64Array(60) };
    raiseAccents(half, [{ ...accent, strength: 0.5 }], starts);
    expect(Math.max(...half.octaves)).toBeCloseTo(5 / 24, 2);
    const factors = [1, 1, 1, 1];
    lengthenAccents(factors, [{ ...accent, strength: 0.5 }]);
    expect(factors).toEqual([1, 1, 1.15, 1]);
  });
});
