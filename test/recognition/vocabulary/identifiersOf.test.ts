import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identifiersOf } from '../../../server/src/recognition/vocabulary/identifiersOf.ts';

test.each([
  ['const userName = getUserName(userName);', ['userName', 'getUserName']],
  ['MAX_RETRY_COUNT = 3\nmax_retry_count = MAX_RETRY_COUNT', ['MAX_RETRY_COUNT', 'max_retry_count']],
  ['class Recognizer extends Base {}\n// Recognizer and Other words', ['Recognizer', 'Base']],
  ['self.__init__(); this._cacheFolder; $scopeName', ['cacheFolder', 'scopeName']],
  ['if (index === value) return index; for while typeof instanceof', []],
  ['static_cast<uint32_t>(x); size_t n;', []],
  ['utf8 sha256 x1 a1b2c3d4e5', ['utf8', 'sha256']],
  ['const key = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDZX4";', []],
  ['getÜberschrift 変数名Name', ['getÜberschrift', '変数名Name']],
  ['', []],
])('%s', (source, expected) => {
  expect(identifiersOf(source)).toEqual(expected);
});

test('what is too short, too rare or too much is left out', () => {
  const source = 'isA isA isA readFile readFile openFile closeFile closeFile closeFile';
  expect(identifiersOf(source)).toEqual(['closeFile', 'readFile', 'openFile']);
  expect(identifiersOf(source, { minCount: 2, minLength: 2 })).toEqual(['isA', 'closeFile', 'readFile']);
  expect(identifiersOf(source, { maxCount: 1 })).toEqual(['closeFile']);
});

test('of any text there are only parts of it, each once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (source) => {
      const found = identifiersOf(source);
      expect(new Set(found).size).toBe(found.length);
      for (const name of found) expect(source).toContain(name);
    }),
  );
});
