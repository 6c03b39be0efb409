import { expect, test } from 'vitest';
import { unknownUtterance } from '../../../server/src/recognition/recognizer.ts';
import { rewordUtterance } from '../../../server/src/recognition/wording/rewordUtterance.ts';
import { createWording } from '../../../server/src/recognition/wording/wordingRecognizer.ts';

const wording = createWording({
  replacements: [
    { heard: 'my mail', written: 'jane@example.org' },
    { heard: 'arrow function', written: '() => ' },
    { heard: 'basically', written: '' },
    { heard: '我的邮箱', written: 'jane@example.org' },
  ],
  leaveOutFillers: true,
});

/** Each word lasts 100 ms, and is as certain as it is early. */
function utteranceOf(text: string, words: readonly string[], language = 'en') {
  return {
    ...unknownUtterance,
    text,
    language,
    words: words.map((word, index) => ({
      text: word,
      startMs: index * 100,
      endMs: index * 100 + 100,
      confidence: 1 - index / 10,
    })),
  };
}

test.each([
  ['Write to my mail, please.', null, 'Write 0-100, to 100-200, jane@example.org, 200-400, please. 400-500'],
  ['Um, so we go.', null, 'So 100-200, we 200-300, go. 300-400'],
  ['We go, um. Then we stay.', null, 'We 0-100, go. 100-200, Then 300-400, we 400-500, stay. 500-600'],
  ['Call arrow function now.', null, 'Call 0-100, () => 100-300, now. 300-400'],
  ['It, basically, works.', null, 'It 0-100, works. 200-300'],
  ['My mail.', null, 'jane@example.org 0-200'],
  [
    '请发到我的邮箱。',
    '请 发 到 我 的 邮 箱 。',
    '请 0-100, 发 100-200, 到 200-300, jane@example.org。 300-700',
  ],
  ['So my mail works', 'So my mail works', 'So 0-100, jane@example.org 100-300, works 300-400'],
])('words keep their times: %j', (text, words, expected) => {
  const heard = utteranceOf(text, (words ?? text).split(' '));
  const { words: worded } = rewordUtterance(heard, { wording: wording ?? expect.fail(), language: 'en' });
  expect(worded?.map((word) => `${word.text} ${word.startMs}-${word.endMs}`).join(', ')).toBe(expected);
});

test('what is replaced is told, with the least confidence of its words', () => {
  const heard = utteranceOf('Write to my mail.', ['Write', 'to', 'my', 'mail.']);
  const worded = rewordUtterance(heard, { wording: wording ?? expect.fail(), language: 'en' });
  expect(worded.text).toBe('Write to jane@example.org.');
  expect(worded.replaced).toEqual([{ start: 9, end: 25 }]);
  expect(worded.words?.at(-1)?.confidence).toBeCloseTo(0.7);
});

test('words of another text are none; what nothing matches is the same', () => {
  const options = { wording: wording ?? expect.fail(), language: 'en' };
  const other = utteranceOf('Write to my mail.', ['Wright', 'two']);
  expect(rewordUtterance(other, options).words).toBeNull();
  const same = utteranceOf('We go.', ['We', 'go.']);
  expect(rewordUtterance(same, options)).toBe(same);
});
