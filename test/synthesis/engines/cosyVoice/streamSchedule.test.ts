import { expect, test } from 'vitest';
import { streamSchedule } from '../../../../server/src/synthesis/engines/cosyVoice/streamSchedule.ts';

test.each([
  { clipTokenCount: 0, ends: [25, 75, 175, 275] },
  { clipTokenCount: 25, ends: [25, 75, 175, 275] },
  { clipTokenCount: 30, ends: [20, 70, 170, 270] },
  { clipTokenCount: 36, ends: [39, 89, 189, 289] },
  { clipTokenCount: 74, ends: [26, 76, 176, 276] },
])('after a clip of $clipTokenCount tokens', ({ clipTokenCount, ends }) => {
  const schedule = streamSchedule(clipTokenCount);
  const pieces = ends.map(() => schedule.next().value);
  expect(pieces).toEqual(ends.map((end) => ({ end, neededCount: end + 3 })));
});
