import { expect, test } from 'vitest';
import { fitText } from '../../../client/src/dictation/fitText.ts';

/** `|` is the cursor. */
test.each([
  ['|', 'Hello there.', 'Hello there.'],
  ['It rained. |', 'The wind came.', 'It rained. The wind came.'],
  ['It rained.|', 'The wind came.', 'It rained. The wind came.'],
  ['He said that |', 'The wind came.', 'He said that the wind came.'],
  ['He said that|', 'A storm came.', 'He said that a storm came.'],
  ['He went to |', 'London.', 'He went to London.'],
  ['He said that |', 'I know.', 'He said that I know.'],
  ['The | came first.', 'Wind.', 'The Wind came first.'],
  ['The |came first.', 'Cold wind.', 'The Cold wind came first.'],
  ['It rained|. Then sun.', 'All day.', 'It rained all day. Then sun.'],
  ['(|)', 'See below.', '(See below.)'],
  ['"|', 'Come in.', '"Come in.'],
  ['One|', ', and two.', 'One, and two.'],
  ['他说|', '你好。', '他说你好。'],
  ['word|', '你好。', 'word你好。'],
  ['a |b', '  ', 'a b'],
])('%j with %j is %j', (place, text, expected) => {
  const [before = '', after = ''] = place.split('|');
  expect(before + fitText(text, { before, after }) + after).toBe(expected);
});
