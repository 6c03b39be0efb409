import { describe, expect, test } from 'vitest';
import { createEnglishPhonemizer } from '../../../../server/src/text/phonemes/english/createEnglishPhonemizer.ts';
import type { EnglishDialect } from '../../../../server/src/text/phonemes/english/kokoroPhonemes.ts';
import { joinPhonemes } from '../../../../server/src/text/phonemes/joinPhonemes.ts';
import { englishLexicon } from '../../../support/englishLexicon.ts';
import { spokenTokens } from '../../../support/spokenTokens.ts';

const phonemize = createEnglishPhonemizer(englishLexicon());

function say(sentence: string, dialect: EnglishDialect): string {
  return joinPhonemes(phonemize(spokenTokens(sentence), dialect)).phonemes;
}

describe('American sentences', () => {
  test.each([
    ['the dog waited for an hour.', 'ðə dˈɔɡ wˈAɾᵻd fɔɹ ɐn ˈWəɹ.'],
    ['what are you looking for?', 'wˌʌt ɑɹ ju lˈʊkɪŋ fˈɔɹ?'],
    ['the apple, the pear', 'ði ˈæpᵊl, ðə pˈɛɹ'],
    ['he went to town to eat', 'hi wˈɛnt tə tˈWn tʊ ˈit'],
    ['the U S', 'ðə jˈu ˈɛs'],
    ["it's what they're after", 'ɪts wˌʌt ðɛɹ ˈæftəɹ'],
    ["that's it; it's", 'ðæts ɪt; ˈɪts'],
    ['on monday the engineers of singapore', 'ˌɔn mˈʌndˌA ði ˌɛnʤənˈɪɹz ʌv sˈɪŋɡəpˌɔɹ'],
  ])('%s', (sentence, phonemes) => {
    expect(say(sentence, 'us')).toBe(phonemes);
  });
});

describe('British sentences', () => {
  test.each([
    ['the dog waited for an hour.', 'ðə dˈɒɡ wˈAtɪd fɔːɹ ɐn ˈWə.'],
    ['far away, far north', 'fˈɑːɹ əwˈA, fˈɑː nˈɔːθ'],
    ['the library and the factories', 'ðə lˈIbɹəɹi and ðə fˈaktəɹiz'],
    ["Z and the C E O's", 'zˈɛd and ðə sˈiː ˈiː ˈQz'],
    ['a new student in the bathroom', 'ɐ njˈuː stjˈuːdᵊnt ɪn ðə bˈɑːθɹˌuːm'],
    ['hurry, stirring', 'hˈʌɹi, stˈɜːɹɪŋ'],
    ['mirror, serious', 'mˈɪɹə, sˈɪəɹiəs'],
  ])('%s', (sentence, phonemes) => {
    expect(say(sentence, 'gb')).toBe(phonemes);
  });
});

test('phonemes that the caller supplies are kept, and the words around them fit', () => {
  const tokens = spokenTokens('the Xu');
  const spoken = phonemize(tokens, 'us', (token) => (token.text === 'Xu' ? 'ˈɛks' : undefined));
  expect(spoken.map(({ phonemes }) => phonemes)).toEqual(['ði', 'ˈɛks']);
});
