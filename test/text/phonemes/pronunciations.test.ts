import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { arpabetToIpa } from '../../../server/src/text/phonemes/arpabetToIpa.ts';
import { ipaToKokoro } from '../../../server/src/text/phonemes/ipaToKokoro.ts';
import { phonemeAlphabet } from '../../../server/src/text/phonemes/phonemeAlphabet.ts';
import { respellingToIpa } from '../../../server/src/text/phonemes/respellingToIpa.ts';

describe('respellingToIpa', () => {
  test.each([
    ['kah-EH-deh', 'kɑːˈɛdɛ'],
    ['shi-VAWN', 'ʃɪˈvɔːn'],
    ['nee-uhv', 'ˈniːəv'],
    ['pro-nun-see-AY-shun', 'pɹɑːnənsiˈeɪʃən'],
    ['pruh-nun-see-AY-shuhn', 'pɹənənsiˈeɪʃən'],
    ['PRUH-nun-see-AY-shuhn', 'ˌpɹʌnənsiˈeɪʃən'],
    ['KYOOB', 'ˈkjuːb'],
    ['my', 'ˈmaɪ'],
    ['bye', 'ˈbaɪ'],
    ['yes', 'ˈjɛs'],
    ['YEE-ah', 'ˈjiːɑː'],
    ['wur-chest-er', 'ˈwɜːɹtʃɛstəɹ'],
    ['WUUS-ter sawss', 'ˈwʊstəɹ ˈsɔːs'],
    ['', null],
    ['kah--deh', null],
    ['xyz1', null],
  ])('%j is %j', (text, ipa) => {
    expect(respellingToIpa(text)).toBe(ipa);
  });

  test('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof respellingToIpa(text) !== 'undefined'));
  });
});

describe('arpabetToIpa', () => {
  test.each([
    ['HH AH0 L OW1', 'həlˈoʊ'],
    ['hh ah0 l ow1', 'həlˈoʊ'],
    ['EY2 T IY1 N', 'ˌeɪtˈiːn'],
    ['W ER1 L D', 'wˈɜːɹld'],
    ['HH1', null],
    ['QQ', null],
    ['', null],
  ])('%j is %j', (text, ipa) => {
    expect(arpabetToIpa(text)).toBe(ipa);
  });
});

describe('ipaToKokoro', () => {
  test.each([
    ['kaˈede', 'en-US', 'kɑˈɛdɛ'],
    ['/ˈmɪstɚ/', 'en-US', 'mˈɪstəɹ'],
    ['ʃɪˈvɔːn', 'en-US', 'ʃɪvˈɔn'],
    ['ʃɪˈvɔːn', 'en-GB', 'ʃɪvˈɔːn'],
    ['həˈloʊ', 'en-US', 'həlˈO'],
    ['həˈləʊ', 'en-GB', 'həlˈQ'],
    ['ˈbʌt.n̩', 'en-US', 'bˈʌtᵊn'],
    ['ˈt͡ʃɛz, ˈdʒɔɪ', 'en-US', 'ʧˈɛz, ʤˈY'],
    ['ˈpizza', 'it', 'pˈizza'],
    ['ʃɑ̃ˈtø', 'fr-FR', 'ʃɑ̃tˈø'],
    ['😀', 'en-US', ''],
  ])('%j for %s is %j', (ipa, language, phonemes) => {
    expect(ipaToKokoro(ipa, language)).toBe(phonemes);
  });

  test('gives nothing that Kokoro does not know', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (ipa) =>
        Array.from(ipaToKokoro(ipa, 'en-US')).every((character) => phonemeAlphabet.has(character)),
      ),
    );
  });
});
