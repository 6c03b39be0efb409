import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  isVowelPhoneme,
  keepKnownPhonemes,
  phonemeAlphabet,
} from '../../../server/src/text/phonemes/phonemeAlphabet.ts';
import { phones } from '../../../server/src/text/phonemes/english/phones.ts';
import { kokoroPhonemes } from '../../../server/src/text/phonemes/english/kokoroPhonemes.ts';

/** `model.vocab` of the tokenizer.json that comes with Kokoro: character -> id. */
const vocabularyFile = path.resolve(import.meta.dirname, 'kokoroVocabulary.json');
const vocabulary = JSON.parse(readFileSync(vocabularyFile, 'utf8')) as Readonly<Record<string, number>>;
const characters = new Set(Object.keys(vocabulary));

test("the alphabet is the tokenizer's vocabulary", () => {
  expect([...phonemeAlphabet].sort()).toEqual([...characters].sort());
});

test('each character is one UTF-16 unit, so that offsets are id counts', () => {
  expect([...phonemeAlphabet].filter((character) => character.length !== 1)).toEqual([]);
});

test.each(['us', 'gb'] as const)(
  'every phone of the lexicon has characters of the alphabet (%s)',
  (dialect) => {
    for (const phone of phones.slice(1)) {
      for (const neighbor of ['AA1', 'T', 'R', 'L', 'ER0']) {
        const said =
          kokoroPhonemes([phone, neighbor], 'x', dialect) + kokoroPhonemes([neighbor, phone], 'x', dialect);
        expect(Array.from(said).filter((character) => !characters.has(character))).toEqual([]);
      }
      expect(kokoroPhonemes([phone], 'x', dialect) === '' && phone !== 'R').toBe(false);
    }
  },
);

test.each([
  ['kˈæt', 'kˈæt'],
  ['kˈæt🐈7', 'kˈæt'],
  ['ã', 'a\u0303'],
  ['ç', 'ç'],
  ['$', ''],
])('of %s is kept %s', (given, kept) => {
  expect(keepKnownPhonemes(given)).toBe(kept);
});

test.each([
  ['ə', true],
  ['O', true],
  ['t', false],
  ['ˈ', false],
  ['', false],
])('vowel %s: %s', (character, isVowel) => {
  expect(isVowelPhoneme(character)).toBe(isVowel);
});
