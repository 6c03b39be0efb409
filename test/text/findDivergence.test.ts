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

test.each([
  ['en', 'Come in.', 'come in', []],
  [
    'en',
    'The wind came first, then the rain.',
    'The win came first, then the train.',
    ['wind 0.25', 'rain 0.25'],
  ],
  ['en', 'Words in a row are one run.', 'Words on the row are one run', ['in 1.33', 'a 1.33']],
  ['en', 'In 1903 the mill burned.', 'In nineteen of the the mill burned', ['1903 0.43']],
  ['en', 'In 1984 the mill burned.', 'In old eighty fur the mill burned', ['1984 1']],
  ['en', 'It is an ice box.', 'It is a nice box', ['an 0', 'ice 0']],
  ['en', 'Come in.', 'come in please', []],
  ['de', 'Grüße aus Köln!', 'Grüße aus Bonn', []],
])('%s: where %s was misheard as %s', (language, said, heard, expected) => {
  const { misheard } = findDivergence(said, heard, language);
  expect(
    misheard.map(
      ({ startOffset, endOffset, letterErrorRate }) =>
        `${said.slice(startOffset, endOffset)} ${String(Number(letterErrorRate.toFixed(2)))}`,
    ),
  ).toEqual(expected);
});

test.each([
  ['en', 'A number of words is wrong once.', 'A number of wards his wrong once', 2],
  ['en', 'A name is heard as two.', 'An aim is heard as two', 2],
  ['en', 'In 1903 it burned.', 'In nineteen of the it burned', 1],
  ['en', 'Come in.', 'Do come in now please', 2],
  ['de', 'Grüße aus Köln!', 'Grüße aus Bonn am Rhein', 3],
])('%s: what is wrong in %s, heard as %s', (language, said, heard, count) => {
  expect(findDivergence(said, heard, language).wrongCount).toBe(count);
});
