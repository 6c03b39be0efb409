import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pinyinToIpa } from '../../../server/src/text/phonemes/pinyinToIpa.ts';

test.each([
  ['nǐ hǎo', 'ni˨˩˦xau˨˩˦'],
  ['ni3 hao3', 'ni˨˩˦xau˨˩˦'],
  ['jǐ', 'tɕi˨˩˦'],
  ['zhī', 'ʈʂɻ̩˥'],
  ['sì', 'sɹ̩˥˩'],
  ['lǜ', 'ly˥˩'],
  ['lv4', 'ly˥˩'],
  ['jué', 'tɕɥe˧˥'],
  ['yuán', 'ɥɛn˧˥'],
  ['wǒ', 'wo˨˩˦'],
  ["xī'ān", 'ɕi˥an˥'],
  ['ma', 'ma'],
  ['', null],
  ['hello', null],
])('%j', (pinyin, ipa) => {
  expect(pinyinToIpa(pinyin)).toBe(ipa);
});

test('any text is accepted', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => pinyinToIpa(text) !== ''));
});
