import { expect, test } from 'vitest';
import { measureGrowth } from '../load/judgeLoad.ts';
import { runFuzz } from '../load/runFuzz.ts';

test('whatever requests come, answers are coded errors, and a good client is served throughout', async () => {
  const report = await runFuzz({ messageCount: 3000, seed: 1 });
  expect(report.faults).toEqual([]);
  // Ten seconds are too short to tell a leak from a heap that warms up, by 60 MB or so; 20,000 messages tell.
  const { warmMegabytes, endMegabytes } = measureGrowth(report.memory).daemon;
  expect(endMegabytes - warmMegabytes).toBeLessThan(100);
  expect(report.statusMs.max).toBeLessThan(1000);
  const outcomes = Object.keys(report.outcomeCounts);
  for (const outcome of ['done', 'invalidInput', '-32800']) {
    expect(outcomes.filter((name) => name.endsWith(outcome)).length).toBeGreaterThan(2);
  }
});
