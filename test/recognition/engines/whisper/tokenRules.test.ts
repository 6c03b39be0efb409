import { expect, test } from 'vitest';
import {
  createTimestampRules,
  createWordRules,
  logSumExp,
  type TokenRules,
} from '../../../../server/src/recognition/engines/whisper/tokenRules.ts';
import { toyLogits, toyTokens } from './whisperTokens.ts';

const timestamps = createTimestampRules(toyTokens);
const words = createWordRules(toyTokens);

/** The tokens that may follow, as ranges: `0-5 8`. */
function allowed(rules: TokenRules, said: readonly number[], logits = toyLogits()): string {
  rules(logits, said);
  const tokens = [...logits.keys()].filter((token) => logits[token] !== -Infinity);
  const ranges: [number, number][] = [];
  for (const token of tokens) {
    const last = ranges.at(-1);
    if (last?.[1] === token - 1) last[1] = token;
    else ranges.push([token, token]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

/** A word and the end are likelier than all timestamps together. */
const likelyWord = (): Float32Array => toyLogits({ 3: 9, 10: 9 });

test.for([
  ['nothing', [], '20-22'],
  ['the start of a stretch: words that are not before it', [20], '0-6 8-10 12-18'],
  ['a word', [20, 3], '0-6 8-10 12-18 21-39'],
  ['the end of a stretch: the next start, or the end', [20, 3, 25], '10 12-18 25-39'],
  ['two timestamps: words', [20, 3, 25, 25], '0-6 8-10 12-18'],
  ['a word after a later start: the time does not go back', [20, 3, 25, 25, 4], '0-6 8-10 12-18 26-39'],
] as const)('with timestamps, after %s', ([, said, expected]) => {
  expect(allowed(timestamps, said, likelyWord())).toBe(expected);
});

test('timestamps that are likelier together than any word leave nothing else', () => {
  expect(allowed(timestamps, [20, 3], toyLogits({ 3: 2 }))).toBe('21-39');
  expect(allowed(timestamps, [20, 3], toyLogits({ 3: 4 }))).toBe('0-6 8-10 12-18 21-39');
});

test.for([
  ['nothing', [], '0-5 8-9 12-18'],
  ['a word', [3], '0-6 8-10 12-18'],
] as const)('words only, after %s', ([, said, expected]) => {
  expect(allowed(words, said)).toBe(expected);
});

test.for([
  [[0, 0], Math.log(2)],
  [[1000, 1000], 1000 + Math.log(2)],
  [[3, -Infinity], 3],
  [[-Infinity, -Infinity], -Infinity],
  [[], -Infinity],
] as const)('the logarithm of the sum of exp of %o is %d', ([values, expected]) => {
  expect(logSumExp(Float32Array.from(values), 0, values.length)).toBeCloseTo(expected, 6);
});
