import { expect, it } from 'vitest';
import { isKnownWord } from '../../../../server/src/text/phonemes/english/pronounceWord.ts';
import { englishLexicon } from '../../../support/englishLexicon.ts';

it.each([
  ['wind', true],
  ['Knocking', true],
  ["lighthouse's", true],
  ['well-known', true],
  ['Kaede', false],
  ['well-blorpt', false],
  ['', true],
  ['123', true],
])('knows or does not know %j: %s', (word, expected) => {
  expect(isKnownWord(word, englishLexicon())).toBe(expected);
});
