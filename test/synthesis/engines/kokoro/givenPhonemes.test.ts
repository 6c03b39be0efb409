import { expect, it } from 'vitest';
import { withGivenPhonemes } from '../../../../server/src/synthesis/engines/kokoro/givenPhonemes.ts';
import { joinPhonemes } from '../../../../server/src/text/phonemes/joinPhonemes.ts';
import { normalizeEnglish } from '../../../../server/src/text/normalize/normalizeEnglish.ts';

/** Says every word as its own letters, and each part in brackets as `phonemes`. */
function say(marked: string, phonemes: string): string {
  const text = marked.replaceAll(/[[\]]/g, '');
  const startOffset = marked.indexOf('[');
  const endOffset = marked.indexOf(']') - 1;
  const tokens = normalizeEnglish(text, 'us').map((token) => ({ token, phonemes: token.text }));
  const spans = [{ startOffset, endOffset, prosody: {}, phonemes }];
  return joinPhonemes(withGivenPhonemes(tokens, { text, spans }, 'en-US')).phonemes;
}

it.each([
  ['[Kaede] came.', 'kaˈede', 'kɑˈɛdɛ came.'],
  ['I saw [Kaede], then left.', 'kaˈede', 'I saw kɑˈɛdɛ, then left.'],
  ["It was [Kaede]'s.", 'kaˈede', 'It was kɑˈɛdɛz.'],
  ['It was [Luc]’s.', 'lyk', 'It was luks.'],
  ["It was [Inez]'s.", 'inˈɛz', 'It was inˈɛzɪz.'],
  ['He met [Siobhan Byrne] there.', 'ʃɪˈvɔːn ˈbɜːɹn', 'He met ʃɪvˈɔn bˈɜɹn there.'],
  ['Say [™] now', 'ˈbɪp', 'Say bˈɪp now'],
  ['[Kaede] came.', '😀', 'Kaede came.'],
])('says %s', (marked, phonemes, said) => {
  expect(say(marked, phonemes)).toBe(said);
});
