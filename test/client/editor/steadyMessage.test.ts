import { expect, test } from 'vitest';
import { createSteadyMessage } from '../../../client/src/editor/steadyMessage.ts';

test('a message stays for ten seconds, and another phase is told at once', () => {
  let nowMs = 5000;
  const steady = createSteadyMessage(() => nowMs);
  const told = [
    [0, 'downloading', '1 of 121 MB'],
    [200, 'downloading', '2 of 121 MB'],
    [9700, 'downloading', '60 of 121 MB'],
    [100, 'downloading', '61 of 121 MB'],
    [50, 'downloading', '62 of 121 MB'],
    [50, 'verifying', 'checking the files'],
  ].map(([passedMs, phase, message]) => {
    nowMs += Number(passedMs);
    return steady(String(phase), String(message));
  });
  expect(told).toEqual([
    '1 of 121 MB',
    '1 of 121 MB',
    '1 of 121 MB',
    '61 of 121 MB',
    '61 of 121 MB',
    'checking the files',
  ]);
});
