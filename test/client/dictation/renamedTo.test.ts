import { expect, test } from 'vitest';
import { renamedTo } from '../../../client/src/dictation/renamedTo.ts';

const renames = [
  ['file:///book/old.txt', 'file:///book/new.txt'],
  ['file:///book/part', 'file:///book/chapter'],
] as const;

test.each([
  ['file:///book/old.txt', 'file:///book/new.txt'],
  ['file:///book/part/one.aloud', 'file:///book/chapter/one.aloud'],
  ['file:///book/partial.txt', null],
  ['file:///book/other.txt', null],
])('%s is then %s', (uri, expected) => {
  expect(renamedTo(uri, renames)).toBe(expected);
});
