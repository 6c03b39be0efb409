import { expect, test } from 'vitest';
import { judgeTake } from '../../server/src/text/judgeTake.ts';

const long =
  'I saw the light from the pier, and I thought that nobody would be awake at this hour of the night, so I came up.';

test.each<
  [name: string, language: string, said: string, heard: string, errorRate: number, isDoubtful: boolean]
>([
  ['the same', 'en', 'Come in, the kettle is on.', 'come in the kettle is on', 0, false],
  ['a number in words', 'en', 'It was 1984.', 'It was nineteen eighty-four.', 0, false],
  [
    'a name misheard',
    'en',
    'Then Maartje closed the old door.',
    'Then Marcia closed the old door.',
    1 / 6,
    false,
  ],
  ['one word of two', 'en', 'Come closer.', 'Come clothing.', 0.5, true],
  ['silence', 'en', 'Come in.', '', 1, true],
  ['nothing to hear, nothing heard', 'en', '…', '', 0, false],
  ['words that are not there', 'en', 'Come in.', 'Come in the the the.', 1.5, true],
  ['three words gone in a long line', 'en', long, long.replace('nobody would be ', ''), 3 / 25, true],
  [
    'two words apart in a long line',
    'en',
    long,
    long.replace('light', 'lied').replace('hour', 'our'),
    2 / 25,
    false,
  ],
  ['Chinese, one character', 'zh', '今天天气很好。', '今天天器很好', 1 / 6, false],
  ['Chinese, garbled', 'zh', '今天天气很好。', '金田天器', 5 / 6, true],
])('%s', (_name, language, said, heard, errorRate, isDoubtful) => {
  const judged = judgeTake(said, heard, language);
  expect(judged.errorRate).toBeCloseTo(errorRate, 3);
  expect(judged.isDoubtful).toBe(isDoubtful);
});
