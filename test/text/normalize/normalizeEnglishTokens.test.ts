import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeEnglish } from '../../../server/src/text/normalize/normalizeEnglish.ts';
import { spoken } from './spokenText.ts';

const written = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '$',
          '5',
          '1,000',
          '.',
          '-',
          '–',
          ' ',
          '\n',
          'Dr.',
          'St.',
          'Nov',
          '22',
          ':',
          '30',
          'pm',
          '/',
          '@',
          '#',
          'a',
          'I',
          'IV',
        ],
        ...[
          'Henry',
          'FBI',
          "'",
          '"',
          '“',
          '(',
          '](',
          'http://',
          '.com',
          '\u0000',
          '\ud800',
          '\u0301',
          '\u202e',
          '½',
          '²',
          '漢',
          '😀',
        ],
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

test('tokens are in order, exact, and their words and marks are of the promised kinds', () => {
  fc.assert(
    fc.property(written, (text) => {
      let end = 0;
      for (const token of normalizeEnglish(text)) {
        expect(token.startOffset).toBeGreaterThanOrEqual(end);
        expect(token.endOffset).toBeGreaterThan(token.startOffset);
        expect(text.slice(token.startOffset, token.endOffset)).toBe(token.text);
        expect(token.words.filter((word) => !/^(?:[a-z']+|[A-Z](?:'s)?)$/u.test(word))).toEqual([]);
        expect(token.before).toMatch(/^[“(]*$/u);
        expect(token.after).toMatch(/^[,.!?;:—…”)]*$/u);
        end = token.endOffset;
      }
    }),
    { numRuns: 2000 },
  );
});

test('plain words come out as they went in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('red', 'sky', "don't", 'house', 'walked', 'i', 'a'), { minLength: 1 }),
      (words) => {
        expect(spoken(words.join(' '))).toBe(words.join(' '));
      },
    ),
  );
});

test.each([
  ['prose', 'He paid $5.50 to Dr. Smith on Nov 22, 2026 at 5:30pm; NASA launched 3 well-known rockets. '],
  ['openings', '(a'],
  ['dots', 'a.'],
  ['slashes', 'a/'],
  ['digits', '1'],
  ['dashed numbers', '1-'],
  ['brackets', '](a['],
  ['camel case', 'aB'],
])('the time grows with the length: %s', (_, sample) => {
  const measure = (length: number): number => {
    const text = sample.repeat(Math.ceil(length / sample.length));
    const start = performance.now();
    normalizeEnglish(text);
    return performance.now() - start;
  };
  measure(2_000);
  // A hundred times the length: linear is a hundred times the time, quadratic ten thousand; a busy machine is in between.
  expect(measure(200_000)).toBeLessThan(Math.max(measure(2_000), 5) * 1000);
});

test('other scripts are romanized, emoji give no token', () => {
  const tokens = normalizeEnglish('say 你好 😀 now');
  expect(tokens.map(({ text, words }) => [text, words])).toEqual([
    ['say', ['say']],
    ['你好', ['ni', 'hao']],
    ['now', ['now']],
  ]);
});

test('the period of a short unit belongs to it', () => {
  const text = 'about 5 lb. of flour';
  const written = normalizeEnglish(text).map((token) => text.slice(token.startOffset, token.endOffset));
  expect(written).toEqual(['about', '5', 'lb.', 'of', 'flour']);
});
