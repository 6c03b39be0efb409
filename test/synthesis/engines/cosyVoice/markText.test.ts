import { describe, expect, it, test } from 'vitest';
import { arpabetToIpa } from '../../../../server/src/text/phonemes/arpabetToIpa.ts';
import { pinyinToIpa } from '../../../../server/src/text/phonemes/pinyinToIpa.ts';
import {
  markText,
  type MarkedRequest,
} from '../../../../server/src/synthesis/engines/cosyVoice/text/markText.ts';
import { createPhoneTags } from '../../../../server/src/synthesis/engines/cosyVoice/text/phoneTags.ts';
import { createSpecialTokens } from '../../../../server/src/synthesis/engines/cosyVoice/text/specialTokens.ts';

const tags = createPhoneTags();
const text = 'I said no, never.';
const part = (startOffset: number, endOffset: number, wish: object): MarkedRequest['spans'][number] => ({
  startOffset,
  endOffset,
  prosody: {},
  ...wish,
});

test.each<{ name: string; request: Partial<MarkedRequest>; marked: string }>([
  { name: 'nothing asked', request: {}, marked: text },
  {
    name: 'a strong word',
    request: { spans: [part(7, 9, { emphasis: 'strong' })] },
    marked: 'I said <strong>no</strong>, never.',
  },
  {
    name: 'weaker emphasis, which the model does not have',
    request: { spans: [part(7, 9, { emphasis: 'moderate' }), part(0, 1, { emphasis: 'reduced' })] },
    marked: text,
  },
  {
    name: 'a strong word in laughter',
    request: { spans: [part(2, 9, { isLaughing: true }), part(7, 9, { emphasis: 'strong' })] },
    marked: 'I <laughter>said <strong>no</strong></laughter>, never.',
  },
  {
    name: 'parts that touch',
    request: { spans: [part(0, 2, { isLaughing: true }), part(2, 6, { emphasis: 'strong' })] },
    marked: '<laughter>I </laughter><strong>said</strong> no, never.',
  },
  {
    name: 'sounds between characters, at both ends, two at one place',
    request: {
      events: [
        { offset: 0, event: 'breath' },
        { offset: 10, event: 'sigh' },
        { offset: 10, event: 'vocalized-noise' },
        { offset: 17, event: 'laughter' },
      ],
    },
    marked: '[breath]I said no,[sigh][vocalized-noise] never.[laughter]',
  },
  { name: 'a sound no voice makes', request: { events: [{ offset: 3, event: 'applause' }] }, marked: text },
  {
    name: 'given phonemes',
    request: { spans: [part(7, 9, { phonemes: 'nˈoʊ' })] },
    marked: 'I said [N][OW1], never.',
  },
  {
    name: 'given phonemes of a strong word',
    request: { spans: [part(7, 9, { phonemes: 'nˈoʊ', emphasis: 'strong' })] },
    marked: 'I said <strong>[N][OW1]</strong>, never.',
  },
  { name: 'phonemes that are none', request: { spans: [part(7, 9, { phonemes: 'ʘ' })] }, marked: text },
  {
    name: 'what only looks like a tag',
    request: { text: 'See [a], [breath] and <strong>. [HAPPY]' },
    marked: 'See [ a], [ breath] and < strong>. [HAPPY]',
  },
])('$name', ({ request, marked }) => {
  expect(markText({ text, spans: [], ...request }, 'english', tags)).toBe(marked);
});

test('a language without phones is said as written', () => {
  expect(markText({ text, spans: [part(7, 9, { phonemes: 'nˈoʊ' })] }, null, tags)).toBe(text);
});

describe('phones', () => {
  it.each([
    { arpabet: 'HH AH0 L OW1', written: '[HH][AH0][L][OW1]' },
    { arpabet: 'CH ER1 CH', written: '[CH][ER1][CH]' },
    { arpabet: 'JH OY2 F UH0 L', written: '[JH][OY2][F][UH0][L]' },
  ])('$arpabet', ({ arpabet, written }) => {
    expect(tags.english(arpabetToIpa(arpabet) ?? '')).toBe(written);
  });

  it.each([
    { pinyin: 'ni3 hao3', written: '[n][ǐ][h][ǎo]' },
    { pinyin: 'zhong1 guo2', written: '[zh][ōng][g][uó]' },
    { pinyin: 'bao4 dao3', written: '[b][ào][d][ǎo]' },
    { pinyin: 'shi4', written: '[sh][ì]' },
  ])('$pinyin', ({ pinyin, written }) => {
    expect(tags.chinese(pinyinToIpa(pinyin) ?? '')).toBe(written);
  });

  it('are tokens of the model', () => {
    const tokens = createSpecialTokens(3);
    const written = tags.chinese(pinyinToIpa('xian4 zai4 xue2 xi2 nü3 er2') ?? '') ?? '';
    const names = written.match(/\[[^\]]+\]/gu) ?? [];
    expect(names.length).toBeGreaterThan(9);
    expect(names.filter((name) => !tokens.has(name))).toEqual([]);
  });

  it.each(['', 'ʘ', 'nˈoʊʘ'])('%s is none', (ipa) => {
    expect(tags.english(ipa)).toBeNull();
  });
});
