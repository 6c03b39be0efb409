import { expect, test } from 'vitest';
import { rankTakes, type HeardTake } from '../../../server/src/synthesis/takes/rankTakes.ts';

const text = 'The wind came first, then the rain.';
const take = (heard: string, durationMs = 2000, emotion: HeardTake['emotion'] = null): HeardTake => ({
  text: heard,
  durationMs,
  emotion,
});

const noisy = (heard: string, ...inNoise: readonly string[]): HeardTake => ({ ...take(heard), inNoise });

test.each<{ name: string; takes: readonly HeardTake[]; order: readonly number[] }>([
  {
    name: 'what was heard whole is better',
    takes: [take('The wind came then the rain'), take(text), take('The wind')],
    order: [1, 0, 2],
  },
  {
    name: 'of as many wrong words the nearer ones are better',
    takes: [take('The window came first then the rain'), take('The win came first then the rain')],
    order: [1, 0],
  },
  {
    name: 'one word that is heard as two is better than two that are misheard',
    takes: [take('The wing came first, ten the rain'), take('The win dough came first, then the rain')],
    order: [1, 0],
  },
  {
    name: 'what was added counts too',
    takes: [take('The wind came first, then the rain and all'), take(text)],
    order: [1, 0],
  },
  { name: 'of equal ones the first is', takes: [take(text), take(text)], order: [0, 1] },
  {
    name: 'the wished emotion is worth a word, not half of them',
    takes: [
      take(text, 2000, 'sad'),
      take('The wind came first then a rain', 2000, 'happy'),
      take('Wind', 2000, 'happy'),
    ],
    order: [1, 0, 2],
  },
  {
    name: 'a recognizer without ears for emotions judges none',
    takes: [take(text, 2000, null), take(text, 2000, 'happy')],
    order: [0, 1],
  },
  {
    name: 'one that is much longer than the others repeats something',
    takes: [take(text, 5000), take(text, 2300), take(text, 2000)],
    order: [1, 2, 0],
  },
  {
    name: 'of those that are heard whole the one that noise harms least',
    takes: [
      noisy(text, 'the wing came first'),
      noisy(text, 'the wind came first then the rain'),
      noisy(text, ''),
    ],
    order: [1, 0, 2],
  },
  {
    name: 'what is wrong without noise weighs as much as what is wrong in it',
    takes: [
      noisy('The wing came first then the train', text),
      noisy(text, 'the wing came first then the rain'),
    ],
    order: [1, 0],
  },
  { name: 'silence is the worst', takes: [take('', 0), take(text), take(text)], order: [1, 2, 0] },
  { name: 'none', takes: [], order: [] },
])('$name', ({ takes, order }) => {
  const scores = rankTakes(takes, { text, language: 'en', emotion: 'happy' });
  expect(scores.map(({ takeIndex }) => takeIndex)).toEqual(order);
});

test('where there is no word to say, whatever was heard is wrong', () => {
  const scores = rankTakes([take('Yeah'), take('')], { text: '…', language: 'en', emotion: null });
  expect(scores.map(({ takeIndex, cost }) => [takeIndex, cost])).toEqual([
    [1, 0],
    [0, 1.1],
  ]);
});

test('a score says what it was made of', () => {
  const [, worse] = rankTakes(
    [take(text, 1000), take('The wind came first', 4000, 'sad'), take(text, 2000)].slice(0, 2),
    {
      text,
      language: 'en',
      emotion: 'happy',
    },
  );
  expect(worse).toEqual({
    takeIndex: 0,
    cost: expect.closeTo(0.5 * Math.log2(4 / 1.25), 6) as number,
    divergence: {
      editCount: 0,
      unitCount: 7,
      errorRate: 0,
      letterErrorRate: 0,
      longestRun: null,
      wrongCount: 0,
      misheard: [],
    },
    misheard: [],
    isFlawless: false,
    hasEmotion: null,
    lengthRatio: 0.25,
  });
});

test.each([
  ['heard whole', take(text), true],
  ['heard whole but in the most noise', noisy(text, text, 'The wind'), true],
  ['misheard in some noise', noisy(text, 'The wing came first, then the rain', text), false],
  ['misheard without noise', noisy('The wing came first, then the rain', text, text), false],
  ['without the wished emotion', take(text, 2000, 'sad'), false],
])('a take that is %s', (_name, heard, isFlawless) => {
  const [score] = rankTakes([heard], { text, language: 'en', emotion: 'happy' });
  expect(score?.isFlawless).toBe(isFlawless);
});
