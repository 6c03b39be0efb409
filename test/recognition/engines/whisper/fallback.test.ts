import { expect, test } from 'vitest';
import {
  bestAttempt,
  compressionRatio,
  isDoubtful,
  isSilence,
  type Attempt,
} from '../../../../server/src/recognition/engines/whisper/fallback.ts';

const good: Attempt = {
  text: 'The library opens at nine.',
  noSpeechProbability: 0.1,
  meanLogProbability: -0.2,
  isEndless: false,
};
const circling = 'and so it goes on and on, '.repeat(20);

test.for([
  ['a good text', {}, false, false],
  ['one that the model does not believe', { meanLogProbability: -1.1 }, true, false],
  ['one that repeats itself', { text: circling }, true, false],
  ['one without end', { isEndless: true }, true, false],
  ['silence', { noSpeechProbability: 0.7, meanLogProbability: -1.1 }, false, true],
  ['words in what seems silence', { noSpeechProbability: 0.7 }, false, false],
] as const)('%s', ([, change, doubtful, silent]) => {
  const attempt = { ...good, ...change };
  expect([isDoubtful(attempt), isSilence(attempt)]).toEqual([doubtful, silent]);
});

test.for([
  ['the likeliest', [-0.9, -0.3, -0.5], [], 1],
  ['the likeliest that does not repeat itself', [-0.9, -0.3, -0.5], [1], 2],
  ['the likeliest where all repeat themselves', [-0.9, -0.3, -0.5], [0, 1, 2], 1],
  ['of equal ones the first', [-0.3, -0.3], [], 0],
] as const)('takes %s', ([, logProbabilities, repetitive, expected]) => {
  const attempts = logProbabilities.map((meanLogProbability, index) => ({
    ...good,
    meanLogProbability,
    text: (repetitive as readonly number[]).includes(index) ? circling : good.text,
    index,
  }));
  expect(bestAttempt(attempts).index).toBe(expected);
});

test('a text is compressed as zlib does', () => {
  expect(compressionRatio('')).toBe(0);
  expect(compressionRatio('Hello.')).toBeLessThan(1);
  expect(compressionRatio(circling)).toBeGreaterThan(2.4);
});
