import { expect, test } from 'vitest';
import { toKey, toSpokenParts } from '../../../server/src/recognition/vocabulary/spokenWords.ts';

test.each([
  ['getUserMedia', 'get user media'],
  ['parseHTTPRequest', 'parse HTTP request'],
  ['max_retry2', 'max retry two'],
  ['sha256', 'sha two hundred fifty six'],
  ['v1.30', 'v one thirty'],
  ['McCarthy', 'mccarthy'],
  ["O'Brien", 'obrien'],
  ['Siobhán Ó Dúill', 'siobhan o duill'],
  ['数据库Db', '数 据 库 db'],
  ['URLs', 'URLS'],
  ['Київ 🙂 rocket', 'київ rocket'],
  ['🙂', ''],
])('%s is said "%s"', (phrase, expected) => {
  const said = toSpokenParts(phrase).map(({ kind, letters }) =>
    kind === 'acronym' ? letters.toUpperCase() : letters,
  );
  expect(said.join(' ')).toBe(expected);
});

test.each([
  ['getUserMedia', 'getusermedia'],
  ['Get User-Media', 'getusermedia'],
  ['Siobhán', 'siobhan'],
  ['C++', 'c'],
  ['🙂', ''],
  // The vowel signs of other scripts make other words.
  ['कि', 'कि'],
])('the letters of %s are "%s"', (written, expected) => {
  expect(toKey(written)).toBe(expected);
});
