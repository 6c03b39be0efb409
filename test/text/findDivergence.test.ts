import { expect, test } from 'vitest';
import { findDivergence } from '../../server/src/text/findDivergence.ts';

test.each([
  { language: 'en', said: 'It cost five dollars.', heard: 'it cost $5', errors: '0/4', run: null },
  {
    language: 'en',
    said: 'The wind came first, then the rain.',
    heard: 'The wind came thirst and the sun rain',
    errors: '3/7',
    run: { editCount: 2, said: 'first then', heard: 'thirst and' },
  },
  { language: 'en', said: '', heard: 'Yeah', errors: '1/0', run: { editCount: 1, said: '', heard: 'yeah' } },
  { language: 'zh', said: '今天天气很好。', heard: '今天 天气很好', errors: '0/6', run: null },
  {
    language: 'zh',
    said: '北京天气很好',
    heard: '北京很好吗',
    errors: '3/6',
    run: { editCount: 2, said: '天气', heard: '' },
  },
  {
    language: 'de',
    said: 'Grüße aus Köln!',
    heard: 'Grüße aus Bonn am Rhein',
    errors: '3/3',
    run: { editCount: 3, said: 'köln', heard: 'bonn am rhein' },
  },
  { language: 'ja', said: 'はい', heard: '', errors: '2/2', run: { editCount: 2, said: 'はい', heard: '' } },
])('$language: $said heard as $heard', ({ language, said, heard, errors, run }) => {
  const { editCount, unitCount, longestRun } = findDivergence(said, heard, language);
  expect(`${String(editCount)}/${String(unitCount)}`).toBe(errors);
  expect(longestRun).toEqual(run);
});

test.each([
  ['nothing differs', 'Come in.', 'come in', 0],
  ['a word that is near', 'Come in now.', 'Come in no', 1 / 9],
  ['words in a row are taken together', 'an ice box', 'a nice box', 0],
  ['what is missing', 'Come in now.', 'Come in', 3 / 9],
  ['where nothing was to be said', '', 'Yeah', 1],
])('letters: %s', (_name, said, heard, rate) => {
  expect(findDivergence(said, heard, 'en').letterErrorRate).toBeCloseTo(rate, 6);
});
