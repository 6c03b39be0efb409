import { expect, test } from 'vitest';
import { createHoldToTalk, type HoldDecision } from '../../../client/src/dictation/holdToTalk.ts';

/** Presses at these times, looked at every 50 ms; what is decided, and when. */
function decided(presses: readonly number[]): string[] {
  const hold = createHoldToTalk();
  let isOn = false;
  const decisions: string[] = [];
  for (let nowMs = 0; nowMs <= 6000; nowMs += 10) {
    const found: HoldDecision = presses.includes(nowMs)
      ? hold.press(nowMs, isOn)
      : nowMs % 50 === 0
        ? hold.tick(nowMs)
        : 'none';
    if (found === 'none') continue;
    isOn = found === 'start';
    decisions.push(`${found} ${nowMs}`);
  }
  return decisions;
}

const repeats = (fromMs: number, toMs: number, everyMs: number): number[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / everyMs) + 1 }, (_, index) => fromMs + index * everyMs);

test.each<[name: string, presses: readonly number[], expected: readonly string[]]>([
  ['a tap starts', [100], ['start 100']],
  ['the next tap stops', [100, 3000], ['start 100', 'stop 3000']],
  [
    'a key that is held stops when it is released',
    [100, ...repeats(600, 2000, 30)],
    ['start 100', 'stop 2250'],
  ],
  ['slow repeats count too', [100, ...repeats(1100, 3100, 100)], ['start 100', 'stop 3400']],
  [
    'after a hold a tap starts again',
    [100, ...repeats(600, 2000, 30), 4000],
    ['start 100', 'stop 2250', 'start 4000'],
  ],
  ['the tap that stops may be long', [100, 3000, ...repeats(3660, 5000, 30)], ['start 100', 'stop 3000']],
  ['soon after it a tap starts again', [100, 3000, 3800], ['start 100', 'stop 3000', 'start 3800']],
])('%s', (_name, presses, expected) => {
  expect(decided(presses)).toEqual(expected);
});

test('what was started otherwise is stopped by the first tap', () => {
  expect(createHoldToTalk().press(1000, true)).toBe('stop');
});

test('a key that is held starts nothing again that has ended by itself', () => {
  const hold = createHoldToTalk();
  const presses = [
    hold.press(0, false),
    hold.press(500, true),
    hold.press(530, false),
    hold.press(560, false),
  ];
  expect(presses).toEqual(['start', 'none', 'none', 'none']);
});
