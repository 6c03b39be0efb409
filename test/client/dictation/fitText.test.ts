import { expect, test } from 'vitest';
import { fitText, replacedBefore } from '../../../client/src/dictation/fitText.ts';

/** `|` is the cursor. */
test.each([
  ['|', 'Hello there.', 'Hello there.'],
  ['It rained. |', 'The wind came.', 'It rained. The wind came.'],
  ['It rained.|', 'The wind came.', 'It rained. The wind came.'],
  ['He said that |', 'The wind came.', 'He said that the wind came.'],
  ['He said that|', 'A storm came.', 'He said that a storm came.'],
  ['He said that |', "It's done.", "He said that it's done."],
  ['He said that |', 'Don’t go.', 'He said that don’t go.'],
  ['And |', "Can't you?", "And can't you?"],
  ['And |', "John's boat.", "And John's boat."],
  ['And |', "I'll go.", "And I'll go."],
  ['He went to |', 'London.', 'He went to London.'],
  ['He said that |', 'I know.', 'He said that I know.'],
  ['The | came first.', 'Wind.', 'The Wind came first.'],
  ['The |came first.', 'Cold wind.', 'The Cold wind came first.'],
  ['It rained|. Then sun.', 'All day.', 'It rained all day. Then sun.'],
  ['(|)', 'See below.', '(See below.)'],
  ['"|', 'Come in.', '"Come in.'],
  ['One|', ', and two.', 'One, and two.'],
  ['One.|', ', and two.', 'One, and two.'],
  ['It is late. |', '?', 'It is late?'],
  ['你好。|', '，世界。', '你好，世界。'],
  ['he said|', '"Come in".', 'he said "Come in".'],
  ['he said "come in|', '" and left', 'he said "come in" and left'],
  ['he said "come in"|', 'and left', 'he said "come in" and left'],
  ['他说|', '你好。', '他说你好。'],
  ['word|', '你好。', 'word你好。'],
  ['a |b', '  ', 'a b'],
])('%j with %j is %j', (place, text, expected) => {
  const [whole = '', after = ''] = place.split('|');
  const before = whole.slice(0, whole.length - replacedBefore(text, whole));
  expect(before + fitText(text, { before, after }) + after).toBe(expected);
});

test('a full stop that was said stays where a sentence goes on', () => {
  const place = { before: 'One ', after: ' two' };
  expect(fitText('Well.', { ...place, endsAsSaid: true })).toBe('Well.');
  expect(fitText('Well.', place)).toBe('Well');
});
