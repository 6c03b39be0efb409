import { expect, test } from 'vitest';
import { normalizeEnglish } from '../../../../server/src/text/normalize/normalizeEnglish.ts';
import { createEnglishPhonemizer } from '../../../../server/src/text/phonemes/english/createEnglishPhonemizer.ts';
import { createOtherReadings } from '../../../../server/src/text/phonemes/english/createOtherReadings.ts';
import { englishLexicon } from '../../../support/englishLexicon.ts';

const lexicon = englishLexicon();
const pronounce = createEnglishPhonemizer(lexicon);
const readings = createOtherReadings(lexicon, pronounce);

/** Of the token that is written so: how it is said, and how else it might be. */
function readToken(text: string, written: string) {
  const tokens = normalizeEnglish(text);
  const index = tokens.findIndex((token) => token.text === written);
  return { said: pronounce(tokens, 'us')[index]?.phonemes, others: readings(tokens, 'us')[index] };
}

test.each([
  ['the other word that is spelled alike', 'They refuse to go.', 'refuse', 'ɹɪfjˈuz', 'ɹˈɛfjˌuz'],
  ['what else the dictionary has', 'It is on the route.', 'route', 'ɹˈut', 'ɹˈWt'],
  ['a name by its letters', 'They sailed down the Mekong.', 'Mekong', 'mˈAkɑŋ', 'mˈɛkɔŋ'],
  ['a number in pairs', 'Flight 6083 is late.', '6083', 'sˈɪksti ˈATi θɹˈi', 'sˈɪks θˈWzənd ˈATi θɹˈi'],
])('%s', (_name, text, written, said, other) => {
  const read = readToken(text, written);
  expect(read.said?.replaceAll('ɾ', 'T')).toBe(said);
  expect(read.others?.map((phonemes) => phonemes.replaceAll('ɾ', 'T'))).toContain(other);
  expect(read.others).not.toContain(read.said);
  expect(new Set(read.others).size).toBe(read.others?.length);
});

test('of a name three that sound different are known', () => {
  const { said, others = [] } = readToken('He met Captain Corvasso there.', 'Corvasso');
  // Unstressed vowels and secondary stresses make no other reading.
  const audible = [said ?? '', ...others].map((phonemes) => phonemes.replaceAll(/[ˌɪəᵻʌ]/gu, ''));
  expect(others).toHaveLength(3);
  expect(new Set(audible).size).toBe(4);
});

test.each([
  ['a word that the dictionary has one way', 'It is a bag.', 'bag'],
  ['several words in one', 'Take fruit, e.g. plums.', 'e.g.'],
  ['a unit', 'It weighs 5 kg.', '5 kg'],
])('nothing else is known of %s', (_name, text, written) => {
  expect(readToken(text, written).others ?? []).toEqual([]);
});
