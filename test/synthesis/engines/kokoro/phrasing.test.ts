import { describe, expect, it } from 'vitest';
import type { PhonemizedToken } from '../../../../server/src/text/phonemes/phonemizedToken.ts';
import { toPhrases } from '../../../../server/src/synthesis/engines/kokoro/phrasing.ts';

/** Tokens from a line; each word is its own phonemes. */
function tokens(line: string): PhonemizedToken[] {
  return [...line.matchAll(/([a-z_]+)([,.]?)/g)].map(([whole, word = '', after = ''], index) => ({
    token: {
      text: word,
      startOffset: index,
      endOffset: index + whole.length,
      words: [word],
      before: '',
      after,
    },
    phonemes: word.replaceAll('_', ' '),
  }));
}

function check(line: string, limit: number, expected: string[]): void {
  const phrases = toPhrases(tokens(line), limit);
  expect(phrases.map(({ phonemes }) => phonemes)).toEqual(expected);
  for (const { phonemes } of phrases) expect(phonemes.length).toBeLessThanOrEqual(limit);
}

describe('toPhrases', () => {
  it('keeps a clause that fits', () => {
    check('one two, three.', 20, ['one two, three.']);
  });

  it('cuts after punctuation in the second half, else between words', () => {
    check('aa bb cc, dd ee ff', 12, ['aa bb cc,', 'dd ee ff']);
    check('aa bb cc dd ee ff', 12, ['aa bb cc dd', 'ee ff']);
  });

  it('cuts a token that is too long between its words, or within one', () => {
    check('aaa_bbb_ccc.', 8, ['aaa bbb', 'ccc.']);
    check('aaaaaaaaaaaaaaaaaaaa', 8, ['aaaaaaaa', 'aaaaaaaa', 'aaaa']);
  });

  it('has no phrase for tokens that are not said', () => {
    expect(toPhrases([{ ...tokens('a')[0], phonemes: '' } as PhonemizedToken], 10)).toEqual([]);
  });
});
