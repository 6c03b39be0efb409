import { expect, test } from 'vitest';
import { decodeLexicon, encodeLexicon } from '../../../../server/src/text/phonemes/english/lexiconFile.ts';
import type { Pronunciation } from '../../../../server/src/text/phonemes/english/phones.ts';

const graphones = {
  graphemes: ['', '', 'a'],
  sounds: [[], [], ['AE1']],
  levelCounts: Uint32Array.from([3]),
  ids: Uint16Array.from([0, 1, 2]),
  costs: Uint8Array.from([0, 1, 1]),
  backoffs: Uint8Array.from([]),
  childCounts: Uint16Array.from([]),
};

const words = Array.from({ length: 100 }, (_, index) => `word${String(index).padStart(3, '0')}`);
const entries = words.map((word): [string, Pronunciation[]] => [
  word,
  [
    ['W', 'ER1', 'D'],
    ['D', 'EW0'],
  ],
]);

test('every word is found with all its pronunciations, and nothing else is', () => {
  const lexicon = decodeLexicon(encodeLexicon({ entries, graphones }));
  for (const [word, pronunciations] of entries) expect(lexicon.pronunciations(word)).toEqual(pronunciations);
  for (const word of ['', 'a', 'word', 'word0000', 'word100', 'zzz'])
    expect(lexicon.pronunciations(word)).toEqual([]);
});

test('the letter-to-sound model comes back', () => {
  expect(decodeLexicon(encodeLexicon({ entries, graphones })).guess('aa')).toEqual(['AE1', 'AE1']);
});

test('of what the letters may say, the likeliest with a stress is guessed', () => {
  const twoWays = {
    ...graphones,
    graphemes: ['', '', 'a', 'a'],
    sounds: [[], [], ['AE0'], ['AE1']],
    levelCounts: Uint32Array.from([4]),
    ids: Uint16Array.from([0, 1, 2, 3]),
    costs: Uint8Array.from([0, 1, 1, 2]),
  };
  const lexicon = decodeLexicon(encodeLexicon({ entries, graphones: twoWays }));
  expect(lexicon.guesses('a', 3)).toEqual([['AE0'], ['AE1']]);
  expect(lexicon.guesses('a', 1)).toEqual([['AE0']]);
  expect(lexicon.guess('a')).toEqual(['AE1']);
});

test('and with one main stress rather than with two', () => {
  const twoWays = {
    ...graphones,
    graphemes: ['', '', 'a', 'a'],
    sounds: [[], [], ['AE1'], ['AE0']],
    levelCounts: Uint32Array.from([4]),
    ids: Uint16Array.from([0, 1, 2, 3]),
    costs: Uint8Array.from([0, 1, 1, 2]),
  };
  const lexicon = decodeLexicon(encodeLexicon({ entries, graphones: twoWays }));
  expect(lexicon.guesses('aa', 1)).toEqual([['AE1', 'AE1']]);
  expect(lexicon.guess('aa').toSorted()).toEqual(['AE0', 'AE1']);
});

test('other bytes are refused', () => {
  expect(() => decodeLexicon(new Uint8Array(64))).toThrow(RangeError);
  expect(() => decodeLexicon(encodeLexicon({ entries, graphones }).subarray(0, 200))).toThrow(RangeError);
});
