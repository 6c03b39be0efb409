import { expect, test } from 'vitest';
import { fill } from '../../../client/webview/preview/fill.ts';
import { waveformPath } from '../../../client/webview/preview/waveform.ts';
import { wordsOf } from '../../../client/webview/preview/wordsOf.ts';

test.each([
  ['{0} of {1}', [1, 2], '1 of 2'],
  ['{1} and {0}', ['a', '{1}'], '{1} and a'],
  ['{2} is not there', ['a'], '{2} is not there'],
])('"%s" is filled', (text, values, expected) => {
  expect(fill(text, ...values)).toBe(expected);
});

test.each([
  ['Come in, it is 5 o’clock.', ['Come', 'in', 'it', 'is', '5', 'o’clock']],
  ['你好世界', ['你好', '世界']],
  ['…', []],
])('the words of "%s"', (text, expected) => {
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});

test('bars stand around the middle, silence is a line', () => {
  expect(waveformPath([255, 0])).toBe('M0.15 0h.7v32h-.7zM1.15 15.5h.7v1h-.7z');
});
