import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadingStatus, type ReadingState } from '../../../client/src/readAloud/readingStatus.ts';
import { statusItems } from '../../support/fakeVscode.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test.each<{ name: string; steps: readonly (ReadingState | number | null)[]; shown: string | null }>([
  { name: 'at the start', steps: ['loading'], shown: '$(unmute) Reading starts' },
  { name: 'when it has begun', steps: ['loading', 300, 'playing', 5000], shown: '$(unmute) Reading' },
  { name: 'while a voice is loaded', steps: ['loading', 1000], shown: '$(loading~spin) Reading starts' },
  { name: 'behind a loaded voice', steps: ['loading', 3000, 'playing'], shown: '$(unmute) Reading' },
  {
    name: 'paused at the start',
    steps: ['loading', 300, 'paused', 5000],
    shown: '$(debug-pause) Reading paused',
  },
  { name: 'stopped at the start', steps: ['loading', 300, null, 5000], shown: null },
])('the status bar has $shown $name', ({ steps, shown }) => {
  const status = createReadingStatus();
  for (const step of steps) {
    if (typeof step === 'number') vi.advanceTimersByTime(step);
    else status.show(step);
  }
  const item = statusItems.at(-1);
  expect(item?.isShown === true ? item.text : null).toBe(shown);
});
