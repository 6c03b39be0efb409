import { describe, expect, test } from 'vitest';
import { createEnglishPhonemizer } from '../../../../server/src/text/phonemes/english/createEnglishPhonemizer.ts';
import { englishLexicon } from '../../../support/englishLexicon.ts';
import { spokenTokens } from '../../../support/spokenTokens.ts';

const lexicon = englishLexicon();
const phonemize = createEnglishPhonemizer(lexicon);

function sayWord(word: string): string {
  return phonemize(spokenTokens(word), 'us')
    .map(({ phonemes }) => phonemes)
    .join(' ');
}

describe('words the dictionary has not, but their parts', () => {
  test.each([
    ["moonshine's", 'mˈunʃˌInz'],
    ['smartwatches', 'smˈɑɹtwˌɑʧᵻz'],
    ['unfollowed', 'ˌʌnfˈɑlOd'],
    ['refactored', 'ɹˌifˈæktəɹd'],
    ['microservices', 'mˌIkɹOsˈɜɹvəsᵻz'],
    ['frolicked', 'fɹˈɑlɪkt'],
    ['archivally', 'ɑɹkˈIvəli'],
    ['airlineitem', 'ˈɛɹlˌInˌIɾəm'],
    ['harbor-side', 'hˈɑɹbəɹ sˈId'],
  ])('%s', (word, phonemes) => {
    expect(lexicon.pronunciations(word)).toEqual([]);
    expect(sayWord(word)).toBe(phonemes);
  });
});

describe('words said by their letters alone', () => {
  test.each(['blorptastic', 'zyxt', 'x', 'mmm', "q'q"])('%s has a sound', (word) => {
    expect(sayWord(word)).toMatch(/[a-zɑ-ʒAIOWY]/);
  });

  test.each([
    ['glimpfish', 'ɡlˈɪmpfˌɪʃ'],
    ['thrindle', 'θɹˈɪndᵊl'],
    ['snarfing', 'snˈɑɹfɪŋ'],
  ])('%s', (word, phonemes) => {
    expect(sayWord(word)).toBe(phonemes);
  });
});

test('noise of any length is said in bounded time and length', () => {
  expect(sayWord('abcdefghij'.repeat(20_000)).length).toBeLessThan(100);
});
