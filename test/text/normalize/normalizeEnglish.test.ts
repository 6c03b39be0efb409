import { describe, expect, test } from 'vitest';
import { spoken } from './spokenText.ts';

describe('money', () => {
  check([
    ['$5', 'five dollars'],
    ['$1', 'one dollar'],
    ['£3.50', 'three pounds and fifty pence'],
    ['$0.99', 'ninety nine cents'],
    ['99¢', 'ninety nine cents'],
    ['€1.2 million', 'one point two million euros'],
    ['US$3bn', 'three billion U S dollars'],
    ['$10-20', 'ten to twenty dollars'],
    ['a $5 bill', 'a five dollar bill'],
    ['100 USD', 'one hundred U S dollars'],
    ['$1,234.56', 'one thousand two hundred thirty four dollars and fifty six cents'],
    ['$5/month', 'five dollars per month'],
    ['-$5', 'minus five dollars'],
    [
      'It cost 2s. 6d. or £5 3s. 1d.',
      'it cost two shillings six pence or five pounds three shillings one penny.',
    ],
    [
      '(£2 10s.) and 1s. 6d. Then 3 left',
      '(two pounds ten shillings) and one shilling six pence. then three left',
    ],
    ['cats, dogs, &c., and so', 'cats, dogs, et cetera, and so'],
  ]);
});

describe('numbers', () => {
  check([
    ['0', 'zero'],
    ['12345', 'twelve thousand three hundred forty five'],
    ['1,234,567', 'one million two hundred thirty four thousand five hundred sixty seven'],
    ['1 000 000', 'one million'],
    ['007', 'zero zero seven'],
    ['3.14', 'three point one four'],
    ['.5', 'point five'],
    ['-3', 'minus three'],
    ['±2%', 'plus or minus two percent'],
    ['21st', 'twenty first'],
    ['1,000th', 'one thousandth'],
    ['3/4', 'three quarters'],
    ['5 1/2', 'five and a half'],
    ['2½', 'two and a half'],
    ['8/10', 'eight out of ten'],
    ['7/2', 'seven halves'],
    ['9/2', 'nine over two'],
    ['24/7', 'twenty four seven'],
    ['1e6', 'one times ten to the power of six'],
    ['10^6', 'ten to the power of six'],
    ['10⁻³', 'ten to the power of minus three'],
    ['10–20 km', 'ten to twenty kilometers'],
    ['pp. 10–20', 'pages ten to twenty'],
    ['1914-1918', 'nineteen fourteen to nineteen eighteen'],
    ['won 3-2', 'won three to two'],
    ['v1.2.3', 'version one point two point three'],
    ['the v2 API', 'the version two A P I'],
    ['3x', 'three times'],
    ['2x4', 'two by four'],
    ['#5', 'number five'],
    ['No. 5', 'number five'],
    ['Room 405', 'room four oh five'],
    ['4K', 'four K'],
  ]);
});

describe('dates and times', () => {
  check([
    ['Nov 22, 2026', 'november twenty second, twenty twenty six'],
    ['22/11/2026', 'november twenty second twenty twenty six'],
    ['2026-11-22', 'november twenty second twenty twenty six'],
    ['3.4.2026', 'april third twenty twenty six'],
    ['5.13.2026', 'may thirteenth twenty twenty six'],
    ['1/2/69', 'january second twenty sixty nine'],
    ['1/2/70', 'january second nineteen seventy'],
    ['May 3rd', 'may third'],
    ['the 4th of July', 'the fourth of july'],
    ['on 3 May 1997', 'on the third of may nineteen ninety seven'],
    ['the 1980s', 'the nineteen eighties'],
    ["the '90s", 'the nineties'],
    ['mid-1990s', 'mid nineteen nineties'],
    ['in 1066', 'in ten sixty six'],
    ['in 1905', 'in nineteen oh five'],
    ['2000, 2005, 2010', 'two thousand, two thousand five, twenty ten'],
    ['1500 people', 'fifteen hundred people'],
    ['5:30pm', 'five thirty P M'],
    ['17:05', 'seventeen oh five'],
    ['10:00', "ten o'clock"],
    ["9 o'clock", "nine o'clock"],
    ['6 a.m.', 'six A M.'],
    ['We left at 8 a.m. Then we slept.', 'we left at eight A M. then we slept.'],
    ['5-6pm', 'five to six P M'],
  ]);
  test('an ambiguous date follows the dialect', () => {
    expect(spoken('03/04/2026')).toBe('march fourth twenty twenty six');
    expect(spoken('03/04/2026', 'gb')).toBe('april third twenty twenty six');
  });
});

describe('units', () => {
  check([
    ['5 km', 'five kilometers'],
    ['1 km', 'one kilometer'],
    ['3kg', 'three kilograms'],
    ['20°C', 'twenty degrees celsius'],
    ['−10 °C', 'minus ten degrees celsius'],
    ['60 mph', 'sixty miles per hour'],
    ['a 10 km run', 'a ten kilometer run'],
    ['the 5-ft wall', 'the five foot wall'],
    ['5\'11"', 'five feet eleven'],
    ['50%', 'fifty percent'],
    ['3.5 %', 'three point five percent'],
    ['9.8 m/s²', 'nine point eight meters per second squared'],
  ]);
});

describe('phone numbers', () => {
  check([
    ['(555) 123-4567', 'five five five, one two three, four five six seven'],
    ['+44 20 7946 0958', 'plus four four, two zero, seven nine four six, zero nine five eight'],
    ['555-1234', 'five five five, one two three four'],
  ]);
});

describe('roman numerals', () => {
  check([
    ['Chapter IV', 'chapter four'],
    ['Henry VIII', 'henry the eighth'],
    ['World War II', 'world war two'],
    ['Part I begins', 'part one begins'],
    ['Henry C came', 'henry C came'],
    ['the part I like', 'the part i like'],
    ['I said so', 'i said so'],
    ["“No. I won't.”", "“no. i won't.”"],
    ['He said no. I left.', 'he said no. i left.'],
    ["No I can't", "no i can't"],
    ['No. II and No. 5', 'number two and number five'],
    ['Books I read', 'books i read'],
    ['Books I and II', 'books one and two'],
    ['Chapters IV, V and VI', 'chapters four, five and six'],
    ['Part I and I left', 'part one and i left'],
  ]);
});

describe('abbreviations and acronyms', () => {
  check([
    ['Dr. Smith lives on Main Dr.', 'doctor smith lives on main drive.'],
    ['St. James Church, Main St. 5', 'saint james church, main street five'],
    ['Mr. and Mrs. Jones', 'mister and missus jones'],
    ['cats, e.g., Tom', 'cats, for example, tom'],
    ['Apple Inc. is big. Apple Inc. The end.', 'apple incorporated is big. apple incorporated. the end.'],
    ['J. K. Rowling', 'J K rowling'],
    ['the U.S. Senate', 'the U S senate'],
    ['NASA and the FBI', 'nasa and the F B I'],
    ['the FBIs', "the F B I's"],
    ['Mind your Ps and Qs', "mind your P's and Q's"],
    ["the CEO's", "the C E O's"],
    ['STOP! WARNING', 'stop! warning'],
    ['plan A, an A. A man', 'plan A, an A. a man'],
    ['THIS IS A LOUD TITLE ABOUT US', 'this is a loud title about us'],
    ['AT&T', 'A T and T'],
  ]);
});

describe('addresses and identifiers', () => {
  check([
    ['https://www.example.com/path?x=1.', 'example dot com slash path.'],
    ['john.doe@example.co.uk', 'john dot doe at example dot co dot U K'],
    ['README.md', 'readme dot M D'],
    ['/usr/local/bin', 'slash usr slash local slash bin'],
    ['#HelloWorld', 'hashtag hello world'],
    ['@aloud_app', 'at aloud underscore app'],
    ['getUserName', 'get user name'],
    ['parse_html_text', 'parse H T M L text'],
    ['C++ and C#', 'C plus plus and C sharp'],
  ]);
});

describe('lists, spans and formulas', () => {
  check([
    ['Mon-Fri, 9am–5pm', 'monday to friday, nine A M to five P M'],
    ['Tue, Nov 3', 'tuesday, november third'],
    ['chapters I–III', 'chapters one to three'],
    ['A, B, and C', 'A, B, and C'],
    ['I/O and I', 'I slash O and i'],
    ['24 hrs/day', 'twenty four hours per day'],
    ['7 × 8 = 56', 'seven times eight equals fifty six'],
    ['9-4=5, 5 - 3 = 2', 'nine minus four equals five, five minus three equals two'],
    ['a² + b²', 'A squared plus B squared'],
    ['x > 5', 'X greater than five'],
    ['Settings > Privacy', 'settings privacy'],
    ['1.000.000', 'one million'],
    ['€10,50', 'ten euros and fifty cents'],
    [
      'ISBN 978-3-16-148410-0',
      'I S B N nine seven eight, three, one six, one four eight four one zero, zero',
    ],
    ['the WHO asked who', 'the W H O asked who'],
    ['constructor __proto__ toString', 'constructor proto to string'],
  ]);
});

describe('raised and lowered digits', () => {
  check([
    ['the word¹² next', 'the word next'],
    ['The end.⁴ “Quote”⁵ and it² all.³', 'the end. “quote” and it all.'],
    ['as noted[^1] (see there)²', 'as noted (see there)'],
    ['x⁴ + (a+b)² − x⁻¹', 'X to the power of four plus (a plus B) squared X to the power of minus one'],
    ['sin² x and 12 km²', 'sin squared X and twelve square kilometers'],
    ['H₂O and CO₂', 'H two O and C O two'],
  ]);
});

describe('what HTML writes', () => {
  check([
    ['he said &amp; she&nbsp;said&mdash;no', 'he said and she said— no'],
    ['&ldquo;Hi&rdquo; &#8212; &#x201C;yes&#x201D; AT&amp;T', '“hi”— “yes” A T and T'],
    ['5 &lt; 6 and 5&deg; and &lt;b&gt;', 'five less than six and five degrees and B'],
    ['the 12 <p>words</p> <w role="x">read</w> here<br/>', 'the twelve words read here'],
    ['in <amazon:effect name="whispered">haste</amazon:effect> <?xml version="1.0"?>', 'in haste'],
    ['Press <Enter> or see <https://x.org>', 'press enter or see X dot org'],
    ['if a < b and 3 <5', 'if a less than B and three less than five'],
  ]);
});

describe('words that are begun again', () => {
  check([
    ['“B-b-but I d-didn’t,” he st-st-stammered.', "“buh buh but i duh didn't,” he stuh stuh stammered."],
    ['W-what? Wh-what? Th-that is c-certain', 'wuh what? wuh what? the that is suh certain'],
    ['s-she c-can P-PLEASE, m-mother-in-law', 'shuh she kuh can puh please, muh mother in law'],
    ['D-Day, a t-test, an X-ray, a T-shirt, CD-CDs', "D day, a T test, an X ray, a T shirt, C D C D's"],
  ]);
});

describe('marks', () => {
  check([
    ['“Hi,” she said—‘yes’ …', '“hi,” she said— “yes”…'],
    ['wait... what?! -- no!!!', 'wait… what?!— no!'],
    ['**bold** _it_ `code` [link](http://x.y/z)', 'bold it code link'],
    ['Hello 😀 world 👍🏽!', 'hello world!'],
    ["don't rock 'n' roll", "don't rock 'n' roll"],
    ['well-known, co\u00ADop', 'well known, coop'],
    ['café Zoë Ångström', 'cafe zoe angstrom'],
    ['😀🎉', ''],
    ['', ''],
    ['2 + 2 = 4 & so', 'two plus two equals four and so'],
  ]);
});

function check(cases: readonly (readonly [string, string])[]): void {
  test.each(cases)('%s => %s', (written, expected) => {
    expect(spoken(written)).toBe(expected);
  });
}
