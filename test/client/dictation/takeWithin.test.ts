import { expect, test } from 'vitest';
import { takeWithin } from '../../../client/src/dictation/takeWithin.ts';

test.each([
  [['ab', 'cd', 'e'], 5, ['ab', 'cd', 'e']],
  [['ab', 'cd', 'e'], 4, ['ab', 'cd']],
  [['ab', 'cdefg', 'e'], 4, ['ab']],
  [['abc'], 2, []],
  [[], 2, []],
])('of %j at most %i characters are %j', (texts, length, taken) => {
  expect(takeWithin(texts, length)).toEqual(taken);
});
