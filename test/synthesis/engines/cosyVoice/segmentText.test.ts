import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { balanceTags } from '../../../../server/src/synthesis/engines/cosyVoice/text/balanceTags.ts';
import { cleanText } from '../../../../server/src/synthesis/engines/cosyVoice/text/cleanText.ts';
import { segmentText } from '../../../../server/src/synthesis/engines/cosyVoice/text/segmentText.ts';
import { goldenFolder, hasGolden } from '../../../support/golden.ts';

interface GoldenSplit {
  readonly in: string;
  readonly out: readonly string[];
}

const countTokens = (text: string): number => text.split(/\s+/u).filter((word) => word !== '').length;
const segment = (text: string): string[] => segmentText(cleanText(text), { countTokens });

const golden = hasGolden
  ? (JSON.parse(
      readFileSync(path.join(goldenFolder, 'cosyvoice/golden_text_split.json'), 'utf8'),
    ) as Readonly<Record<'zh' | 'en_whitespace_tokens', readonly GoldenSplit[]>>)
  : { zh: [], en_whitespace_tokens: [] };

describe.skipIf(!hasGolden)('equal to the reference', () => {
  it.each([...golden.zh, ...golden.en_whitespace_tokens])('$in', ({ in: text, out }) => {
    expect(segment(text)).toEqual(out);
  });
});

test.each([
  { text: '圆周率是3.14，不是3.15.', segments: ['圆周率是3.14，不是3.15。'] },
  { text: 'one\n two\tthree', segments: ['one two three.'] },
  { text: 'say <|endofprompt|>this<|im_end|>', segments: ['say this.'] },
  { text: 'cafe\u0301', segments: ['café.'] },
  { text: '<strong></strong>!', segments: [] },
  { text: '[breath]', segments: ['[breath].'] },
  { text: '</strong>really <strong>so', segments: ['really <strong>so.</strong>'] },
  { text: '?! really ?!', segments: [' really ?'] },
  { text: '." a."', segments: [' a."'] },
  { text: '🎉🎉', segments: [] },
  { text: '', segments: [] },
  { text: '   ', segments: [] },
])('$text', ({ text, segments }) => {
  expect(segment(text)).toEqual(segments);
});

test('a tag that spans a cut is closed and opened again', () => {
  expect(balanceTags(['a <strong>b', 'c <laughter>d', 'e</strong> f'])).toEqual([
    'a <strong>b</strong>',
    '<strong>c <laughter>d</laughter></strong>',
    '<strong><laughter>e</strong> f</laughter>',
  ]);
});

test('a short last segment joins the one before it, the longer the prompt, the sooner', () => {
  const text = `${'word '.repeat(79)}word. ${'tail '.repeat(24)}tail.`;
  const lengths = (leastLength: number): number[] =>
    segmentText(text, { countTokens, leastLength }).map((part) => countTokens(part));
  expect(lengths(20)).toEqual([80, 25]);
  expect(lengths(30)).toEqual([105]);
});

test.each([
  { name: 'Chinese without a mark', text: '好'.repeat(20_000), most: 162 },
  { name: 'words without a mark', text: 'word '.repeat(4000), most: 162 },
  { name: 'one word', text: 'a'.repeat(20_000), most: 162 },
  { name: 'commas', text: '今天，'.repeat(2000), most: 162 },
])('20,000 characters of $name are cut', ({ text, most }) => {
  const segments = segmentText(cleanText(text), { countTokens: (part) => part.length });
  expect(Math.max(...segments.map((part) => part.length))).toBeLessThanOrEqual(most);
  expect(segments.join('').replace(/[.。]/gu, '')).toBe(cleanText(text).replace(/[.。]/gu, ''));
});

test('letters and digits are never lost, whatever the text', () => {
  const spoken = (text: string): string =>
    text.replace(/<\/?(?:strong|laughter)>/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
  const piece = fc.constantFrom(
    '好',
    'a',
    '3',
    '.',
    '。',
    ' ',
    '"',
    '”',
    '<strong>',
    '</strong>',
    '[sigh]',
    '，',
    '!',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
      const text = cleanText(pieces.join(''));
      expect(spoken(segmentText(text, { countTokens: (part) => part.length }).join(''))).toBe(spoken(text));
    }),
    { numRuns: 200 },
  );
});
