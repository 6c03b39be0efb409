import { expect, test } from 'vitest';
import { judgeLoad } from '../load/judgeLoad.ts';
import { runLoad } from '../load/runLoad.ts';

test('eight clients at once for a quarter of a minute: nothing is lost, mixed up or left behind', async () => {
  const report = await runLoad({ clientCount: 8, durationMs: 15_000, pauseMs: 0, sampleMs: 1000 });
  expect(judgeLoad(report)).toEqual([]);
  for (const name of ['inline recognition', 'pushed recognition', 'synthesis']) {
    expect(report.answeredCounts[name]).toBeGreaterThan(5);
  }
  expect(report.cancelMs.count).toBeGreaterThan(0);
});
