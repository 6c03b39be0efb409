import { expect, test } from 'vitest';
import { chooseTake } from '../../../server/src/synthesis/takes/chooseTake.ts';
import { never } from '../../support/never.ts';

const text = 'The wind came first, then the rain.';
const wanted = { text, language: 'en', emotion: null, count: 4 };

interface FakeTake {
  readonly heard: string;
  readonly durationMs?: number;
}

async function choose(takes: readonly FakeTake[]) {
  const made: number[] = [];
  const { sound, scores } = await chooseTake(
    {
      make: ({ takeIndex }) => {
        made.push(takeIndex);
        return Promise.resolve(takeIndex);
      },
      hear: (takeIndex) => {
        const { heard, durationMs = 2000 } = takes[takeIndex] ?? { heard: '' };
        return Promise.resolve({ text: heard, durationMs, emotion: null });
      },
    },
    wanted,
    never,
  );
  return { made, kept: sound, order: scores.map(({ takeIndex }) => takeIndex) };
}

const wrong = { heard: 'The win came first, then the train.' };
const worse = { heard: 'The win game thirst, then a train.' };

test.each<{
  name: string;
  takes: readonly FakeTake[];
  made: readonly number[];
  kept: number;
  order: readonly number[];
}>([
  {
    name: 'the first is kept where every word is heard',
    takes: [{ heard: text }],
    made: [0],
    kept: 0,
    order: [0],
  },
  {
    name: 'no more is made once every word is heard',
    takes: [worse, { heard: text }, wrong, wrong],
    made: [0, 1],
    kept: 1,
    order: [1, 0],
  },
  {
    name: 'of none without a fault the one with the fewest',
    takes: [worse, wrong, worse, worse],
    made: [0, 1, 2, 3],
    kept: 1,
    order: [1, 0, 2, 3],
  },
])('$name', async ({ takes, made, kept, order }) => {
  expect(await choose(takes)).toEqual({ made, kept, order });
});

test('a take that was dropped too early is made again', async () => {
  // Alone with the short second one, the first is as unusual as that: the median of two is the longer one.
  const takes = [
    { heard: 'The wind came first, then rain.', durationMs: 1000 },
    { heard: 'The wind came first, the rain.', durationMs: 4000 },
    { heard: 'Nothing of it at all came out right.', durationMs: 1000 },
    { heard: 'Nothing of it at all came out right.', durationMs: 1000 },
  ];
  const { made, kept } = await choose(takes);
  expect(kept).toBe(0);
  expect(made).toEqual([0, 1, 2, 3, 0]);
});

test('an abort between two takes rejects with its reason, and no further one is made', async () => {
  const stop = new AbortController();
  const made: number[] = [];
  const choosing = chooseTake(
    {
      make: ({ takeIndex }) => Promise.resolve(made.push(takeIndex)),
      hear: () => {
        stop.abort(new Error('Enough.'));
        return Promise.resolve({ text: '', durationMs: 0, emotion: null });
      },
    },
    wanted,
    stop.signal,
  );
  await expect(choosing).rejects.toThrow('Enough.');
  expect(made).toHaveLength(1);
});

test('from the fifth on a take is told what was misheard in all those before', async () => {
  const planned: string[] = [];
  const misheard = 'The win came first, then the train.';
  const heard = [...Array<string>(4).fill(misheard), 'The wind came first, then the train.', text];
  const { scores } = await chooseTake(
    {
      make: ({ takeIndex, retries }) => {
        planned.push(
          retries
            .map((retry) => `${text.slice(retry.startOffset, retry.endOffset)}${retry.tryIndex}`)
            .join(' '),
        );
        return Promise.resolve(takeIndex);
      },
      hear: (takeIndex) => Promise.resolve({ text: heard[takeIndex] ?? '', durationMs: 2000, emotion: null }),
    },
    { ...wanted, count: 7 },
    never,
  );
  expect(planned).toEqual(['', '', '', '', 'wind1 rain1', 'wind1 rain2']);
  expect(scores[0]?.takeIndex).toBe(5);
});

test('what is flawless but in much noise ends it, and noise decides which one is kept', async () => {
  const wrong = 'The win came first, then the train.';
  const heard = [
    { text, inNoise: [wrong, wrong] },
    { text, inNoise: [text, wrong] },
  ];
  const { sound, scores } = await chooseTake(
    {
      make: ({ takeIndex }) => Promise.resolve(takeIndex),
      hear: (takeIndex) =>
        Promise.resolve({ text: wrong, durationMs: 2000, emotion: null, ...heard[takeIndex] }),
    },
    wanted,
    never,
  );
  expect(sound).toBe(1);
  expect(scores.map(({ takeIndex }) => takeIndex)).toEqual([1, 0]);
});
