import { describe, expect, test } from 'vitest';
import { estimateDurationMs } from '../../../server/src/script/lowering/estimateDurationMs.ts';
import { planOf, utterancesOf } from './support/planOf.ts';

function estimate(source: string): number {
  const [utterance] = utterancesOf(planOf(source));
  return utterance === undefined ? 0 : estimateDurationMs(utterance);
}

describe('what an utterance is estimated to take', () => {
  // As Kokoro's af_heart says them.
  test.each([
    ['She put the kettle on and watched the rain run down the kitchen window.', 3575],
    ['The old lighthouse stood at the edge of the cliff, and nobody had climbed its stairs for years.', 4735],
    ['He opened the letter slowly, as if the paper itself might break.', 3520],
  ])('%s', (text, measuredMs) => {
    expect(Math.abs(estimate(text) / measuredMs - 1)).toBeLessThan(0.15);
  });

  test('by the rates asked for', () => {
    const plain = estimate('Word and another.') - 100;
    expect(estimate('(0.5) Word and another.') - 100).toBeCloseTo(plain * 2, -1);
    expect(estimate('<say rate=0.5>Word and another.</say>') - 100).toBeCloseTo(plain * 2, -1);
    expect(estimate('(fast) <say rate=slow>Word and another.</say>') - 100).toBeCloseTo(plain, -1);
    expect(estimate('<say rate=0.5>Word</say> and another.')).toBeLessThan(plain * 2);
  });

  test('other scripts by their syllables', () => {
    expect(estimate('かえでがいった')).toBe(100 + 7 * 128);
    expect(estimate('枫叶')).toBe(520);
  });
});

test('a plan with its silences', () => {
  const plan = planOf('A word. [pause 2s] Another.\n\nOne more.');
  const words = utterancesOf(plan).reduce((sum, utterance) => sum + estimateDurationMs(utterance), 0);
  expect(estimateDurationMs(plan)).toBe(words + 2000 + 600);
});
