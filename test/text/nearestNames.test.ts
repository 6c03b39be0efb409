import { expect, test } from 'vitest';
import { nearestNames } from '../../server/src/text/nearestNames.ts';

const known = ['af_heart', 'af_bella', 'bf_emma', 'am_adam', 'kokoro-82m', 'moonshine-tiny', 'whisper-tiny'];

test.each([
  ['af_haert', ['af_heart']],
  ['AF_HEART', ['af_heart']],
  ['hart', ['af_heart']],
  ['emma', ['bf_emma']],
  ['bella_', ['af_bella']],
  ['kokoro', ['kokoro-82m']],
  ['tiny', ['whisper-tiny', 'moonshine-tiny']],
  ['xylophone', []],
  ['', []],
])('%s is near to %j', (wanted, expected) => {
  expect(nearestNames(wanted, known).toSorted()).toEqual(expected.toSorted());
});

test('at most as many as asked for, the nearest first', () => {
  expect(nearestNames('cat', ['cart', 'cat', 'cot', 'bat'], 2)).toEqual(['cat', 'bat']);
});

test('a name that several have is told once', () => {
  expect(nearestNames('USB Hedset', ['USB Headset', 'USB Headset'])).toEqual(['USB Headset']);
});
