import { expect, test } from 'vitest';
import { windowFrameCount } from '../../../../server/src/recognition/engines/whisper/soundWindow.ts';
import { spokenTokens } from '../../../../server/src/recognition/engines/whisper/spokenTokens.ts';
import { createTokenText } from '../../../../server/src/recognition/engines/whisper/tokenText.ts';

test.for([
  [[0, 1], 'Hello, world'],
  [[2, 3], 'wörld'],
  [[4, 5], '日'],
  [[4], '\uFFFD'],
  [[6, 0], 'Hello,'],
  [[0, 99], 'Hello,'],
  [[], ''],
] as const)('tokens %o are "%s"', ([tokens, text]) => {
  // 日 is E6 97 A5; 97 is not visible and stands at U+0100 + its place among such bytes.
  const toText = createTokenText(['Hello,', 'Ġworld', 'ĠwÃ', '¶rld', 'æĹ', '¥', 'Ċ']);
  expect(toText(tokens)).toBe(text);
});

test.for([
  ['nothing', 0, 1500],
  ['a word', 8_000, 1500],
  ['10 s', 160_000, 1500],
  ['a little more', 160_001, 1600],
  ['20 s', 320_000, 2500],
  ['28 s', 448_000, 3000],
  ['30 s', 480_000, 3000],
] as const)('%s is heard in a window', ([, sampleCount, frames]) => {
  expect(windowFrameCount(sampleCount, 3000)).toBe(frames);
});

const first = 100;
const at = (ms: number): number => first + ms / 20;

test.for([
  ['words without times', [1, 2], [1, 2]],
  ['two stretches', [at(0), 1, at(400), at(400), 2, at(900)], [1, 2]],
  ['one that begins at the end of the sound', [at(0), 1, at(400), at(1000), 2, at(1200)], [1]],
  ['one that ends after the sound', [at(0), 1, at(1200)], [1]],
  ['nothing', [], []],
] as const)('of a second, %s', ([, tokens, expected]) => {
  expect(spokenTokens(tokens, 1000, first)).toEqual(expected);
});
