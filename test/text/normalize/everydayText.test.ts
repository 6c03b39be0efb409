import { describe, expect, test } from 'vitest';
import { normalizeEnglish } from '../../../server/src/text/normalize/normalizeEnglish.ts';
import { spoken } from './spokenText.ts';

describe('numbers that belong together', () => {
  check([
    ['a 50-50 chance, 50/50', 'a fifty fifty chance, fifty fifty'],
    ['a 60-40 split and an 80/20 rule', 'a sixty forty split and an eighty twenty rule'],
    ['won 60-40', 'won sixty to forty'],
    ['the 1st-3rd of May', 'the first to third of may'],
    ['10-15-year-olds and a 4-year-old', 'ten to fifteen year olds and a four year old'],
    ['1.5M views, 2.3K likes, 3M', 'one point five million views, two point three thousand likes, three M'],
    ['error 404, HTTP 500', 'error four oh four, H T T P five hundred'],
    ['24/7, 9/11, 7-Eleven', 'twenty four seven, nine eleven, seven eleven'],
    [
      '$1.2bn, $1.2 bn, £3m',
      'one point two billion dollars, one point two billion dollars, three million pounds',
    ],
    ['2/3rds, 3/4ths of it', 'two thirds, three quarters of it'],
    ['Repeat x2. (x3) x2 and x3', 'repeat times two. (times three) X two and X three'],
  ]);
});

describe('seconds, decades and hours', () => {
  check([
    ['30s later, wait 30s, a 20s pause', 'thirty seconds later, wait thirty seconds, a twenty seconds pause'],
    ['in the 1930s, her 30s, JOHN, 40s, tall', 'in the nineteen thirties, her thirties, john, forties, tall'],
    ['10s of thousands, 100s of people', 'tens of thousands, hundreds of people'],
    [
      '0600 hours, at 0605, at 1830 hours',
      'zero six hundred hours, at zero six oh five, at eighteen thirty hours',
    ],
    ['1830 hours of work', 'one thousand eight hundred thirty hours of work'],
    ['2h30m, 1h 20m, 1:30:00', 'two hours thirty minutes, one hour twenty minutes, one thirty oh oh'],
    ['wed. the duke on Wed. at noon', 'wed. the duke on wednesday at noon'],
    ['Sat. morning, Sun. 3pm, they sat at it', 'saturday morning, sunday three P M, they sat at it'],
  ]);
});

describe('chapter and verse', () => {
  check([
    ['Gen. 1:1 and John 3:16', 'genesis one one and john three sixteen'],
    ['1 Cor. 13:4-7, 2 Kings 3:4', 'first corinthians thirteen four to seven, second kings three four'],
    ['Ps. 119:105 and Luke 2:7', 'psalm one hundred nineteen one hundred five and luke two seven'],
    ['Gen. Grant met Mark at 5:30', 'general grant met mark at five thirty'],
    ['see John 5:30 pm', 'see john five thirty P M'],
    ['2 kings 3, Mark 5 boxes', 'two kings three, mark five boxes'],
  ]);
});

describe('measures', () => {
  check([
    ["a 12' x 10' room, 5'10\", 5 ft 10 in", 'a twelve feet by ten feet room, five feet ten, five feet ten'],
    ['5 ft 10 in the dark', 'five feet ten in the dark'],
    [
      '180°C/350°F, 350 degrees F',
      'one hundred eighty degrees celsius or three hundred fifty degrees fahrenheit, three hundred fifty degrees fahrenheit',
    ],
    ['10 km/6 mi, 5 km/h', 'ten kilometers or six miles, five kilometers per hour'],
  ]);
});

describe('short forms', () => {
  check([
    ['2nd ed., (b. 1920, d. 1990)', 'second edition, (born nineteen twenty, died nineteen ninety)'],
    ['c. 1850, vol. 2, pp. 12-15', 'circa eighteen fifty, volume two, pages twelve to fifteen'],
    ['Mr. & Mrs. Smith, w/ and w/o', 'mister and missus smith, with and without'],
    ['he/she and his/her, yes/no', 'he or she and his or her, yes or no'],
    ['a/b, A/B, A-list, A+', 'A slash B, A slash B, A list, A plus'],
    ['INT. KITCHEN, EXT. BEACH, ext. 5', 'interior kitchen, exterior beach, extension five'],
    ['TOM and JOHN met the CIA.', 'tom and john met the C I A.'],
    ['Act I, Scene ii, page xii, I am ill', 'act one, scene two, page twelve, i am ill'],
    ['grade C, Section D, Chapter L', 'grade C, section D, chapter fifty'],
    ['COVID-19, B2B, Q3', 'covid nineteen, B two B, Q three'],
  ]);
});

describe('what recipes and novels write', () => {
  check([
    [
      '1/2 hr., ¼ tsp, 3/4 cup, 1 1/2 hrs',
      'one half hour, one quarter teaspoon, three quarters cup, one and a half hours',
    ],
    ['two 8" tins, 4 lg. eggs', 'two eight inch tins, four large eggs'],
    ['at 5.30 in the morning, at 5.30 each', 'at five thirty in the morning, at five point three zero each'],
    ['Harbour St., where St. Mary lived', 'harbour street, where saint mary lived'],
    ["MARA (CONT'D)", 'mara (continued)'],
    ['x86_64/ARM64, $5/hr', 'X eighty six sixty four slash arm sixty four, five dollars per hour'],
  ]);
});

describe('names of programs', () => {
  check([
    ['C++, C#, .NET, node.js', 'C plus plus, C sharp, dot net, node dot J S'],
    ['README.md, v1.2.3, $PATH', 'readme dot M D, version one point two point three, dollar path'],
    ['@name and #tag', 'at name and hashtag tag'],
    ['a\n===\na === b', 'a a equals B'],
  ]);
});

test('each word stands where it was written', () => {
  const text = "1 Cor. 13:4-7, 1st-3rd, 12' x 10', $1.2 bn, 0600 hours, 5 ft 10 in, he/she";
  expect(normalizeEnglish(text).map((token) => text.slice(token.startOffset, token.endOffset))).toEqual([
    '1',
    'Cor.',
    '13',
    '4',
    '7',
    '1st',
    '3rd',
    "12'",
    "10'",
    '$1.2',
    'bn',
    '0600',
    'hours',
    '5 ft 10 in',
    'he',
    '/',
    'she',
  ]);
});

function check(cases: readonly (readonly [string, string])[]): void {
  test.each(cases)('%s => %s', (written, expected) => {
    expect(spoken(written)).toBe(expected);
  });
}
