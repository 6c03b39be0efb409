import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { formatRichText, toRichText } from '../../../server/src/recognition/transcript/richText.ts';
import { heard } from '../../script/exchange/transcript/heard.ts';
import { goldenFolder, hasGolden } from '../../support/golden.ts';

interface Pair {
  readonly in: string;
  readonly out: string;
}

const file = path.join(goldenFolder, 'sensevoice/text/rich_postprocess.json');
const pairs = hasGolden ? (JSON.parse(readFileSync(file, 'utf8')) as Pair[]) : [];

describe.skipIf(!hasGolden)('as the reference', () => {
  it.each(pairs.map((pair) => [pair.in, pair.out] as const))('%j -> %j', (tagged, expected) => {
    expect(formatRichText(tagged)).toBe(expected);
  });
});

test.each<readonly [what: string, segments: Parameters<typeof toRichText>[0], rich: string]>([
  ['silence', [], ''],
  ['words alone', [heard('Hello.', { at: [0, 1000] })], 'Hello.'],
  [
    'an event stands before its segment, an emotion after it',
    [heard('What a day!', { at: [0, 1000], emotion: 'happy', events: ['laughter'] })],
    '😀What a day!😊',
  ],
  [
    'what lasts is shown once',
    [
      heard('今天天气很好。', { at: [0, 1000], language: 'zh', emotion: 'happy', events: ['music'] }),
      heard('走吧。', { at: [1000, 2000], language: 'zh', emotion: 'happy', events: ['music'] }),
    ],
    '🎼今天天气很好。走吧。😊',
  ],
  ['an event without words', [heard('', { at: [0, 1000], language: null, events: ['applause'] })], '👏'],
  ['an engine that knows words only', [heard('Guten Tag.', { at: [0, 1000], language: 'de' })], 'Guten Tag.'],
])('%s', (_what, segments, rich) => {
  expect(toRichText(segments)).toBe(rich);
});
