import { expect, test } from 'vitest';
import { planRetries, type TriedTake } from '../../../server/src/synthesis/takes/planRetries.ts';

const words = ['the', 'wind', 'came', 'first'];

/** `wind1` was said in its first other way; `wind1?0.5` was misheard so, with half of its letters wrong. */
function take(...said: readonly string[]): TriedTake {
  const parts = said.map((part) => {
    const {
      word = '',
      tryIndex = '0',
      rate,
    } = /^(?<word>[a-z]+)(?<tryIndex>\d+)?(?:\?(?<rate>.+))?$/.exec(part)?.groups ?? {};
    const startOffset = words.indexOf(word) * 10;
    return { startOffset, endOffset: startOffset + word.length, tryIndex: Number(tryIndex), rate };
  });
  return {
    retries: parts
      .filter(({ tryIndex }) => tryIndex > 0)
      .map(({ startOffset, endOffset, tryIndex }) => ({ startOffset, endOffset, tryIndex })),
    misheard: parts.flatMap(({ startOffset, endOffset, rate }) =>
      rate === undefined ? [] : [{ startOffset, endOffset, letterErrorRate: Number(rate) }],
    ),
  };
}

test.each<{ name: string; takes: readonly TriedTake[]; isLast?: boolean; expected: readonly string[] }>([
  { name: 'the first take is said as the voice says it', takes: [], expected: [] },
  { name: 'nothing was misheard', takes: [take()], expected: [] },
  { name: 'a misheard word is said another way', takes: [take('wind?0.5')], expected: ['wind1'] },
  {
    name: 'and again another',
    takes: [take('wind?0.5'), take('wind1?0.2')],
    expected: ['wind2'],
  },
  {
    name: 'what was heard right is said so again, while the others go on',
    takes: [take('wind?0.5', 'first?1'), take('wind1', 'first1?1')],
    expected: ['wind1', 'first2'],
  },
  {
    name: 'what another change spoiled is said as at first',
    takes: [take('wind?0.5'), take('wind1', 'came?0.3')],
    expected: ['wind1'],
  },
  {
    name: 'the last take puts together what was heard best',
    takes: [take('wind?0.5', 'first?1'), take('wind1?0.2', 'first1?1'), take('wind2?0.7', 'first2?0.8')],
    isLast: true,
    expected: ['wind1', 'first2'],
  },
  {
    name: 'of two ways that were heard as badly it takes the earlier',
    takes: [take('wind?0.5', 'first?1'), take('wind1?0.2', 'first1?1'), take('wind2?0.2', 'first2?0.8')],
    isLast: true,
    expected: ['wind1', 'first2'],
  },
  {
    name: 'unless one did that before',
    takes: [take('wind?0.5'), take('wind1?0.2'), take('wind2?0.7')],
    isLast: true,
    expected: ['wind3'],
  },
  {
    name: 'of two takes the last is no summary',
    takes: [take('wind?0.5')],
    isLast: true,
    expected: ['wind1'],
  },
  {
    name: 'a word that is wrong by its spaces only is misheard too',
    takes: [take('wind?0')],
    expected: ['wind1'],
  },
])('$name', ({ takes, isLast = false, expected }) => {
  const retries = planRetries(takes, isLast);
  expect(retries.map(({ startOffset, tryIndex }) => `${words[startOffset / 10] ?? ''}${tryIndex}`)).toEqual(
    expected,
  );
});
