import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTranscripts, meanWordErrorRate } from '../../server/src/text/wordErrorRate.ts';

describe('the same words', () => {
  test.each([
    ['Hello, World!', 'hello world'],
    ['a well-known fact', 'a well known fact'],
    ['in 1984', 'in nineteen eighty-four'],
    ['in 1984', 'in nineteen eighty four'],
    ['in 1984', 'in one thousand nine hundred eighty four'],
    ['2005', 'twenty oh five'],
    ['2005', 'two thousand and five'],
    ['at 10:00', "at ten o'clock"],
    ['at 10:00', 'at ten'],
    ['at 5:30pm', 'at five thirty p.m.'],
    ['at 5:30 PM', 'at 5:30 p.m.'],
    ['It cost $5.', 'it cost five dollars'],
    ['It cost $3.50.', 'It cost three dollars fifty.'],
    ['It cost $3.50.', 'It cost three fifty.'],
    ['the 21st', 'the twenty-first'],
    ['Nov 22, 2026', 'November 22nd, 2026'],
    ['150 men', 'one hundred and fifty men'],
    ['100 men', 'a hundred men'],
    ['1,500 men', 'fifteen hundred men'],
    ['1,500,000', '1.5 million'],
    ['50%', 'fifty per cent'],
    ['Call 555-1234', 'call 5551234'],
    ['flight 405', 'flight four oh five'],
    ['Dr. Smith', 'doctor Smith'],
    ['the colour of honour', 'the color of honor'],
    ['they realise and organised', 'they realize and organized'],
    ['a grey centre', 'a gray center'],
    ['a sceptre of aluminium', 'a scepter of aluminum'],
    ['she travelled', 'she traveled'],
    ['every day goodbye', 'everyday good bye'],
    ['an e-mail', 'an email'],
    ['the FBI', 'the F.B.I.'],
    ['the FBI', 'the fbi'],
    ['two CDs', 'two C Ds'],
    ['two CDs', "two C D's"],
    ['I cannot', 'I can not'],
    ['½ cup', 'half cup'],
    ['won 3-2', 'won three two'],
    ['café', 'cafe'],
    ['ﬁne', 'fine'],
    ['OK then', 'okay then'],
    ['', ''],
  ])('%s = %s', (reference, heard) => {
    expect(compareTranscripts(reference, heard).operations.filter(({ kind }) => kind !== 'equal')).toEqual(
      [],
    );
    expect(compareTranscripts(heard, reference).editCount).toBe(0);
  });
});

describe('different words are not forgiven', () => {
  test.each<[string, string, number]>([
    ['in 1984', 'in 1985', 1],
    ['in 1984', 'in 1948', 2],
    ['five dollars', 'five pounds', 1],
    ['fifteen men', 'fifty men', 1],
    ["it's fine", 'it is fine', 2],
    ["I can't go", 'I can go', 1],
    ['the prize', 'the prise', 1],
    ['now here', 'nowhere', 2],
    ['every night day', 'everyday', 3],
    ['every day', 'something else', 2],
    ['everyday', 'every night', 2],
    ['at 10:00', 'at eleven', 1],
    ['the US team', 'the us team', 2],
    ['learnt', 'learned', 1],
    ['towards', 'toward', 1],
    ['he walked', 'he walks', 1],
    ['their house', 'there house', 1],
    ['one two three', '', 3],
    ['', 'one two', 2],
    ['a hundred and one', 'a hundred one and', 1],
  ])('%s ≠ %s', (reference, heard, edits) => {
    expect(compareTranscripts(reference, heard).editCount).toBe(edits);
  });
});

test('the alignment says what went wrong, and where most at once', () => {
  const comparison = compareTranscripts('the cat sat on the mat', 'the bat sat the big mat');
  expect(comparison.operations.map(({ kind, reference, heard }) => `${kind}:${reference}:${heard}`)).toEqual([
    'equal:the:the',
    'substitute:cat:bat',
    'equal:sat:sat',
    'substitute:on:the',
    'substitute:the:big',
    'equal:mat:mat',
  ]);
  expect(comparison).toMatchObject({
    editCount: 3,
    referenceWordCount: 6,
    wordErrorRate: 0.5,
    longestDivergentRun: 2,
  });
});

test('words of a joined compound are counted apart', () => {
  expect(compareTranscripts('every day', 'everyday').referenceWordCount).toBe(2);
});

test('the mean weighs words, not pairs', () => {
  const pairs = [
    compareTranscripts('a b c d e f g h i', 'a b c d e f g h i'),
    compareTranscripts('yes', 'no'),
  ];
  expect(meanWordErrorRate(pairs)).toBeCloseTo(0.1);
  expect(meanWordErrorRate([])).toBe(0);
});

const word = fc.constantFrom('red', 'blue', 'green', 'one', 'two', 'sky');

test('edits are a distance between word lists', () => {
  fc.assert(
    fc.property(fc.array(word), fc.array(word), (left, right) => {
      const { editCount } = compareTranscripts(left.join(' '), right.join(' '));
      expect(editCount).toBe(compareTranscripts(right.join(' '), left.join(' ')).editCount);
      expect(editCount).toBe(levenshtein(left, right));
    }),
  );
});

test('an hour of speech is compared', () => {
  const words = Array.from(
    { length: 9_000 },
    (_, index) => `w${'abcdefgh'.charAt(index % 8)}o${'rstlnm'.charAt(index % 6)}e`,
  );
  const heard = words.filter((_, index) => index % 100 !== 50);
  expect(compareTranscripts(words.join(' '), heard.join(' ')).editCount).toBe(90);
});

test('any string equals itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(compareTranscripts(text, text).editCount).toBe(0);
    }),
  );
});

function levenshtein(left: readonly string[], right: readonly string[]): number {
  let row = right.map((_, index) => index + 1);
  left.forEach((word, index) => {
    let diagonal = index;
    let last = index + 1;
    row = row.map((above, column) => {
      last = Math.min(last + 1, above + 1, diagonal + (word === right[column] ? 0 : 1));
      diagonal = above;
      return last;
    });
  });
  return row.at(-1) ?? left.length;
}
