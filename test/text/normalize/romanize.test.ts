import { expect, it } from 'vitest';
import { romanize } from '../../../server/src/text/normalize/romanize.ts';

it.each([
  { written: '你好世界', words: ['ni', 'hao', 'shi', 'jie'] },
  { written: 'Привет', words: ['privet'] },
  { written: 'Щукин', words: ['shchukin'] },
  { written: 'Ὀδύσσεια', words: ['odysseia'] },
  { written: 'さくら', words: ['sakura'] },
  { written: 'カラオケ', words: ['karaoke'] },
  { written: '山田さん', words: ['shan', 'tian', 'san'] },
  { written: '한국어', words: ['hangugeo'] },
  { written: 'שלום', words: ['slvm'] },
  { written: 'ไทย', words: ['aithy'] },
  { written: '\u{10A7F}\u{1FFFE}', words: [] },
])('$written: $words', ({ written, words }) => {
  expect(romanize(written)).toEqual(words);
});
