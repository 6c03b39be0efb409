import { expect, test } from 'vitest';
import { judgeMemory } from '../load/judgeLoad.ts';
import { runFuzz } from '../load/runFuzz.ts';

test('whatever requests come, answers are coded errors, and a good client is served throughout', async () => {
  const report = await runFuzz({ messageCount: 3000, seed: 1 });
  expect(report.faults).toEqual([]);
  // Models are loaded and unloaded all the while.
  expect(judgeMemory(report.memory, ['daemon'])).toEqual([]);
  expect(report.statusMs.max).toBeLessThan(1000);
  const outcomes = Object.keys(report.outcomeCounts);
  for (const outcome of ['done', 'invalidInput', '-32800']) {
    expect(outcomes.filter((name) => name.endsWith(outcome)).length).toBeGreaterThan(2);
  }
});
