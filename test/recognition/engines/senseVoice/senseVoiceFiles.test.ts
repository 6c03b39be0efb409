import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import {
  piecesToText,
  piecesToWords,
} from '../../../../server/src/recognition/engines/senseVoice/pieceText.ts';
import {
  readFunasrMetadata,
  readSherpaMetadata,
} from '../../../../server/src/recognition/engines/senseVoice/senseVoiceMetadata.ts';
import {
  createVocabulary,
  readPieces,
} from '../../../../server/src/recognition/engines/senseVoice/vocabulary.ts';
import { goldenFolder, hasGolden } from '../../../support/golden.ts';

const vector = Array.from({ length: 560 }, (_, index) => index / 8);
const sherpa = new Map([
  ['neg_mean', vector.join(',')],
  ['inv_stddev', vector.join(',')],
  ['lang_ja', '9'],
]);

describe('metadata', () => {
  it('of the sherpa layout says its own ids, and the published ones where it says none', () => {
    const { cmvn, languageIds, withItnId, blankId } = readSherpaMetadata(sherpa);
    expect([...cmvn.shifts]).toEqual(vector);
    expect([languageIds.get('ja'), languageIds.get('ko'), withItnId, blankId]).toEqual([9, 12, 14, 0]);
  });

  it.each([
    { key: 'neg_mean', value: '1,2,3', reason: '"neg_mean" has 3 values, not 560' },
    { key: 'inv_stddev', value: vector.with(9, Number.NaN).join(','), reason: 'no number' },
    { key: 'lfr_window_size', value: '5', reason: '"lfr_window_size" is 5, not 7' },
    { key: 'with_itn', value: 'yes', reason: '"with_itn" is "yes", no whole number' },
  ])('$key $reason', ({ key, value, reason }) => {
    expect(() => readSherpaMetadata(new Map([...sherpa, [key, value]]))).toThrow(reason);
  });

  it.each(['', '<AddShift> 560 560', '<AddShift> 560 560 <LearnRateCoef> 0 [ 1 2 3 ]'])(
    '%j is no am.mvn',
    (text) => {
      expect(() => readFunasrMetadata(text)).toThrow('AddShift');
    },
  );
});

describe('pieces', () => {
  it.each([
    { text: '["<unk>","a b"]', pieces: ['<unk>', 'a b'] },
    { text: '<unk> 0\na b 1\n', pieces: ['<unk>', 'a b'] },
    { text: '<unk> 0\r\n\u2581 1\r\n', pieces: ['<unk>', '\u2581'] },
  ])('$text', ({ text, pieces }) => {
    expect(readPieces(text, pieces.length)).toEqual(pieces);
  });

  it.each([
    { text: '["a"]', size: 2, reason: 'it has 1 pieces, the model 2' },
    { text: '[1]', size: 1, reason: 'no list of strings' },
    { text: '["a', size: 1, reason: 'no JSON' },
    { text: 'a 0\nb 2', size: 2, reason: 'line 2 is no piece' },
  ])('$text: $reason', ({ text, size, reason }) => {
    expect(() => readPieces(text, size)).toThrow(reason);
  });

  it('without the tags of the head are of another model', () => {
    expect(() => createVocabulary(['<unk>', '<s>', '</s>', 'a'])).toThrow('no tag <|zh|>');
  });
});

test.each([
  { pieces: ['\u2581the', '\u2581wind'], text: 'the wind' },
  { pieces: ['the', '\u2581wind', '.'], text: 'the wind.' },
  { pieces: ['一', '三', '。'], text: '一三。' },
  { pieces: ['<0xE4>', '<0xB8>', '<0x80>', 'a'], text: '一a' },
  { pieces: ['<0xFF>'], text: '\ufffd' },
  { pieces: [], text: '' },
])('$pieces -> "$text"', ({ pieces, text }) => {
  expect(piecesToText(pieces)).toBe(text);
});

test.each([
  { pieces: ['\u2581the', '\u2581tri', 'bal'], words: ['the', 'tribal'] },
  { pieces: ['\u2581don', "'", 't', '.'], words: ["don't."] },
  { pieces: ['欢', '迎', '。'], words: ['欢', '迎。'] },
  { pieces: ['中', 'AI', 's'], words: ['中', 'AIs'] },
  { pieces: ['\u2581', 'go'], words: ['go'] },
  { pieces: ['5', '0', '\u2581pieces'], words: ['50', 'pieces'] },
  {
    pieces: ['\u2581at', '\u2581', '1', '0', ':', '3', '0', '.', '\u2581', '2'],
    words: ['at', '10:30.', '2'],
  },
  { pieces: ['3', '.', '5', '%', ',', 'so'], words: ['3.5%,', 'so'] },
  { pieces: ['\u2581well', '-', 'known', ','], words: ['well-known,'] },
  { pieces: ['说', '：', '《', '红', '楼', '》', '。'], words: ['说：', '《红', '楼》。'] },
  { pieces: ['\u2581(', 'ok', ')', '\u2581so'], words: ['(ok)', 'so'] },
  { pieces: ['はい', '、', 'AI', 'です'], words: ['はい、', 'AI', 'です'] },
  { pieces: ['\u2581그', '래', '요', '?'], words: ['그래요?'] },
  { pieces: ['\u2581it', '’', 's'], words: ['it’s'] },
  { pieces: ['。'], words: ['。'] },
])('words of $pieces', ({ pieces, words }) => {
  const timed = pieces.map((piece, index) => ({
    piece,
    startMs: index * 100,
    endMs: index * 100 + 60,
    confidence: 1 - index / 10,
  }));
  const found = piecesToWords(timed);
  expect(found.map(({ text }) => text)).toEqual(words);
  expect(found.every(({ startMs, endMs }) => startMs < endMs)).toBe(true);
});

interface MergeCase {
  readonly spans: readonly (readonly [piece: string, startS: number, endS: number])[];
  /** Of the reference: a word, a character, a mark or an apostrophe each. */
  readonly words: readonly string[];
  readonly timestamp_ms: readonly (readonly [number, number])[];
}

const mergeCases = hasGolden
  ? (JSON.parse(
      readFileSync(path.join(goldenFolder, 'sensevoice/text/word_merge.json'), 'utf8'),
    ) as readonly MergeCase[])
  : [];

describe.skipIf(!hasGolden)('words are those of the reference, with what belongs to them', () => {
  const ours = [
    ['the', 'tribal', 'chieftain', "don't."],
    ['欢', '迎', '大'],
    ['there', 'is', '中', '国', 'AIs'],
    ['a', 'b'],
    ['I', 'go'],
    ['50', 'pieces。'],
    [],
  ];

  it.each(mergeCases.map((mergeCase, index) => ({ ...mergeCase, index })))('$words', (mergeCase) => {
    const pieces = mergeCase.spans.map(([piece, startS, endS]) => ({
      piece,
      startMs: Math.round(startS * 1000),
      endMs: Math.round(endS * 1000),
      confidence: 1,
    }));
    const words = piecesToWords(pieces);
    expect(words.map(({ text }) => text)).toEqual(ours[mergeCase.index]);
    // Each begins with one of theirs and ends with one of theirs, and together they are the same.
    const theirs = mergeCase.words.map((text, index) => ({
      text: text.replace('\u2581', ''),
      startMs: mergeCase.timestamp_ms[index]?.[0],
      endMs: mergeCase.timestamp_ms[index]?.[1],
    }));
    const parts = words.map(({ startMs, endMs }) =>
      theirs.filter((word) => (word.startMs ?? -1) >= startMs && (word.endMs ?? Infinity) <= endMs),
    );
    expect(parts.flat()).toEqual(theirs);
    words.forEach((word, index) => {
      expect(parts[index]?.map(({ text }) => text).join('')).toBe(word.text);
      expect(parts[index]?.[0]?.startMs).toBe(word.startMs);
      expect(parts[index]?.at(-1)?.endMs).toBe(word.endMs);
    });
  });
});
