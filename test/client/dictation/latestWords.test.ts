import { expect, test } from 'vitest';
import { latestWords } from '../../../client/src/dictation/latestWords.ts';

test.each([
  ['', ''],
  [' The wind came.', ' The wind came.'],
  ['x'.repeat(60), 'x'.repeat(60)],
  [
    'The whole town seemed to be walking slowly along the water and nobody knew',
    '… seemed to be walking slowly along the water and nobody knew',
  ],
  ['今天天气很好'.repeat(10), `… ${'今天天气很好'.repeat(5)}`],
])('%j is shown as %j', (text, shown) => {
  expect(latestWords(text)).toBe(shown);
});
