import { expect, test } from 'vitest';
import { isWrittenOut } from '../../../server/src/text/normalize/isWrittenOut.ts';

test.each([
  ['tbsp', true],
  ['npm', true],
  ["CONT'D", true],
  ['readMe', true],
  ['readZorblax', false],
  ['ZORBLAX', false],
  ['Kaede', false],
  ['word', false],
])('%s: %s', (word, expected) => {
  expect(isWrittenOut(word, (part) => /^(?:read|me|continued)$/u.test(part))).toBe(expected);
});
