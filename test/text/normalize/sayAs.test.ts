import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeEnglish } from '../../../server/src/text/normalize/normalizeEnglish.ts';
import { sayAs, sayAsKinds, type SayAsKind } from '../../../server/src/text/normalize/sayAs.ts';

describe('sayAs', () => {
  test.each<[SayAsKind, string, string | null]>([
    ['digits', '1984', 'one nine eight four'],
    ['digits', '3.14', 'three point one four'],
    ['digits', '4 8-15', 'four eight one five'],
    ['digits', 'none', null],
    ['characters', 'IBM', 'I B M'],
    ['characters', 'b2b', 'B two B'],
    ['characters', 'BA', 'B.A.'],
    ['characters', 'x_y-1', 'X underscore Y dash one'],
    ['date', '1984', 'nineteen eighty four'],
    ['date', '2026-11-22', 'november twenty second twenty twenty six'],
    ['date', '2026/11/22', 'november twenty second twenty twenty six'],
    ['date', '20261122', 'november twenty second twenty twenty six'],
    ['date', '3/4', 'march fourth'],
    ['date', '31/12', 'december thirty first'],
    ['date', '22 November', 'the twenty second of november'],
    ['time', '17:30', 'seventeen thirty'],
    ['time', '1730', 'seventeen thirty'],
    ['time', '17.30', 'seventeen thirty'],
    ['time', '5:05 pm', 'five oh five P M'],
    ['ordinal', '3', 'third'],
    ['ordinal', '1,001', 'one thousand first'],
    ['ordinal', 'XIV', 'fourteenth'],
    ['ordinal', 'many', null],
    ['telephone', '+44 20 7946', 'plus four four, two zero, seven nine four six'],
    ['telephone', '5551234', 'five five five one two three four'],
    ['telephone', 'call me', null],
    ['currency', '$42.50', 'forty two dollars and fifty cents'],
    ['currency', 'EUR 5', 'five euros'],
    ['currency', '', null],
  ])('%s of %j', (kind, text, words) => {
    expect(sayAs(text, kind, 'us')).toBe(words);
  });

  test('the day comes first in Britain', () => {
    expect(sayAs('3/4', 'date', 'gb')).toBe('april third');
    expect(sayAs('03/04/2026', 'date', 'gb')).toBe('april third twenty twenty six');
  });

  test('what it says is said letter by letter as it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2,8}$/u), (letters) => {
        const said = normalizeEnglish(`${sayAs(letters, 'characters', 'us') ?? ''} now`);
        // The letter I and the word sound alike.
        const words = said.flatMap((token) => token.words.map((word) => (word === 'i' ? 'I' : word)));
        expect(words).toEqual([...letters.split(/(?=.)/u), 'now']);
      }),
    );
  });

  test('any text is accepted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...sayAsKinds), (text, kind) => {
        const words = sayAs(text, kind, 'us');
        expect(words === null || words.length > 0).toBe(true);
      }),
    );
  });
});
