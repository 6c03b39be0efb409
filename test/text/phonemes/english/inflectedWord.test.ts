import { expect, test } from 'vitest';
import { inflectedWord } from '../../../../server/src/text/phonemes/english/inflectedWord.ts';
import { parsePronunciation } from '../../../../server/src/text/phonemes/english/phones.ts';

const known: Readonly<Record<string, string>> = {
  panic: 'P AE1 N IH0 K',
  back: 'B AE1 K',
  run: 'R AH1 N',
  make: 'M EY1 K',
  fly: 'F L AY1',
  final: 'F AY1 N AH0 L',
  wait: 'W EY1 T',
  wish: 'W IH1 SH',
  bath: 'B AE1 TH',
  happy: 'HH AE1 P IY0',
};

test.each([
  ['panicked', 'P AE1 N IH0 K T'],
  ['panicking', 'P AE1 N IH0 K IH0 NG'],
  ['backing', 'B AE1 K IH0 NG'],
  ['runner', 'R AH1 N ER0'],
  ['making', 'M EY1 K IH0 NG'],
  ['flies', 'F L AY1 Z'],
  ['happiness', 'HH AE1 P IY0 N AH0 S'],
  // The l of a syllable without a full vowel is said once.
  ['finally', 'F AY1 N AH0 L IY0'],
  ['waited', 'W EY1 T IH0 D'],
  ['wished', 'W IH1 SH T'],
  ['wishes', 'W IH1 SH IH0 Z'],
  ['baths', 'B AE1 TH S'],
  ["run's", 'R AH1 N Z'],
])('%s', (word, pronunciation) => {
  const find = (stem: string) => {
    const found = known[stem];
    return found === undefined ? undefined : parsePronunciation(found);
  };
  expect(inflectedWord(word, find)).toEqual(parsePronunciation(pronunciation));
});

test('an ending alone, or one of a word that nobody knows, is no word', () => {
  expect(inflectedWord('ing', () => ['AH0'])).toBeUndefined();
  expect(inflectedWord('blorping', () => undefined)).toBeUndefined();
});
