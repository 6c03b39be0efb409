import { expect, test } from 'vitest';
import {
  addVote,
  noLanguage,
  type LanguageVote,
} from '../../../server/src/recognition/dictation/languageLock.ts';

/** Language, speech in milliseconds, confidence. */
type Vote = readonly [language: string | null, speechMs: number, confidence?: number];

function toVote([language, speechMs, confidence = 1]: Vote): LanguageVote {
  return { language, speechMs, confidence };
}

test.each<[string, readonly Vote[], string | null]>([
  ['nothing heard', [], null],
  ['a little speech', [['zh', 300]], null],
  ['much of it that agrees, but each time a little', Array<Vote>(20).fill(['zh', 1400]), null],
  [
    'enough that agrees',
    [
      ['zh', 800],
      ['zh', 1500],
    ],
    'zh',
  ],
  ['one decode of enough', [['ko', 2000]], 'ko'],
  [
    'guesses of little speech are outvoted',
    [
      ['ja', 300],
      ['yue', 500],
      ['zh', 1100],
      ['zh', 1600],
    ],
    'zh',
  ],
  [
    'decodes that disagree leave it open',
    [
      ['yue', 1400],
      ['zh', 1500],
      ['ko', 1700],
    ],
    null,
  ],
  [
    'the surer one counts more',
    [
      ['zh', 700, 0.2],
      ['yue', 1700, 0.9],
    ],
    'yue',
  ],
  ['a doubtful one is not enough', [['yue', 1700, 0.5]], null],
  [
    'silence has no voice',
    [
      [null, 1500],
      ['en', 1600],
      [null, 9000],
    ],
    'en',
  ],
  [
    'locked is locked',
    [
      ['en', 1600],
      ['zh', 9000],
    ],
    'en',
  ],
])('%s', (_name, votes, expected) => {
  expect(votes.map(toVote).reduce(addVote, noLanguage).language).toBe(expected);
});
