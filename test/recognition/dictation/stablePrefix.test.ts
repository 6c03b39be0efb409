import fc from 'fast-check';
import { expect, test } from 'vitest';
import { continuationStart } from '../../../server/src/recognition/dictation/continuationStart.ts';
import {
  addHypothesis,
  committedText,
  emptyPrefix,
  finishText,
  tentativeText,
  type AgreementOptions,
  type StablePrefix,
} from '../../../server/src/recognition/dictation/stablePrefix.ts';
import { toWrittenWords } from '../../../server/src/recognition/dictation/writtenWords.ts';

const options: AgreementOptions = { agreementCount: 2, minAgeMs: 1000, heldBackCount: 1 };

function afterAll(hypotheses: readonly (readonly [number, string])[]): StablePrefix {
  return hypotheses.reduce(
    (prefix, [heardMs, text]) => addHypothesis(prefix, { text, heardMs }, options),
    emptyPrefix,
  );
}

test.each([
  ['', 'a b', 0],
  ['a b', 'a b', 2],
  ['A, b', 'a b. C d', 2],
  ['a b', '', 0],
  ['a b', 'a', 1],
  ['the cat', 'the the cat sat', 3],
  ['the the cat', 'the cat sat', 2],
  ['a x c', 'a b c d', 3],
  ['a b', 'x b c', 2],
  ['a b c', 'a b x d', 3],
  ['a b c', 'x y', 2],
  ['a', 'b c', 1],
])('after %j, %j goes on from word %i', (committed, hypothesis, start) => {
  expect(continuationStart(toWrittenWords(committed).words, toWrittenWords(hypothesis).words)).toBe(start);
});

test.each<[string, [number, string][], string, string]>([
  ['nothing heard, nothing committed', [], '', ''],
  ['one hypothesis is not enough', [[2000, 'One two three.']], '', 'One two three.'],
  [
    'two that agree are, but for the last word',
    [
      [1000, 'One two three.'],
      [2000, 'One two three four.'],
    ],
    'One two three',
    ' four.',
  ],
  [
    'agreement that is too young waits',
    [
      [1000, 'One two'],
      [1900, 'One two three'],
    ],
    '',
    'One two three',
  ],
  [
    'a change begins anew',
    [
      [1000, 'One two three'],
      [2000, 'One too three four'],
      [3000, 'One too three four'],
    ],
    'One too three',
    ' four',
  ],
  [
    'so does another comma; what follows a committed word is open',
    [
      [1000, 'One two three'],
      [2000, 'One, two three'],
    ],
    'One',
    ', two three',
  ],
  [
    'what comes later does not change what is committed',
    [
      [1000, 'One two three'],
      [2000, 'One two three'],
      [2300, 'Won two three four five'],
    ],
    'One two three',
    ' four five',
  ],
  [
    'without spaces a word is a letter',
    [
      [1000, '今天天气'],
      [2000, '今天天氣很'],
      [3000, '今天天氣很好，我们'],
    ],
    '今天天氣很',
    '好，我们',
  ],
  [
    'Latin words among them keep their spaces, and get none',
    [
      [1000, '我用VS Code写程序'],
      [2000, '我用VS Code写程序。'],
    ],
    '我用VS Code写程',
    '序。',
  ],
  [
    'Korean has spaces',
    [
      [1000, '오늘 날씨가 좋'],
      [2000, '오늘 날씨가 좋다'],
    ],
    '오늘 날씨가',
    ' 좋다',
  ],
  [
    'silence takes back only what is tentative',
    [
      [1000, 'One two three'],
      [2000, 'One two three'],
      [2300, ''],
    ],
    'One two',
    '',
  ],
])('%s', (_name, hypotheses, committed, tentative) => {
  const prefix = afterAll(hypotheses);
  expect([committedText(prefix), tentativeText(prefix)]).toEqual([committed, tentative]);
});

test.each([
  ['One two three four.', 'One two three four.'],
  ['one, two: three', 'One two: three'],
  ['Won two three.', 'One two three.'],
  ['', 'One two'],
  ['Two three.', 'One two three.'],
  ['One two三四。', 'One two三四。'],
])('with "One two" committed, %j ends as %j', (text, expected) => {
  const prefix = afterAll([
    [1000, 'One two three'],
    [2000, 'One two three'],
  ]);
  expect(finishText(prefix, text)).toBe(expected);
});

const word = fc.constantFrom('a', 'b', 'c', 'D', 'e,', '今天', 'f-g', '12.');
const letters = fc.array(
  fc.constantFrom('今', '天', '気', 'が', 'ー', '，', '。', ' VS ', '5', '%', '한국'),
  {
    maxLength: 12,
  },
);

test('letters of scripts without spaces: committed text is never taken back, and nothing is put between', () => {
  const texts = fc.array(
    letters.map((parts) => parts.join('')),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(texts, letters, (heard, last) => {
      let prefix = emptyPrefix;
      for (const [index, text] of heard.entries()) {
        const before = committedText(prefix);
        prefix = addHypothesis(prefix, { text, heardMs: index * 700 }, options);
        expect(committedText(prefix).startsWith(before)).toBe(true);
      }
      const committed = committedText(prefix);
      const final = finishText(prefix, last.join(''));
      expect(final.startsWith(committed)).toBe(true);
      // What follows is a stretch of the last text as it is.
      expect(last.join('').trim().endsWith(final.slice(committed.length))).toBe(true);
    }),
  );
});
const hypotheses = fc.array(
  fc.record({ text: fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')), lastsMs: fc.nat(900) }),
  { maxLength: 12 },
);

test('committed text only grows, by whole words, and begins the final text', () => {
  fc.assert(
    fc.property(hypotheses, fc.array(word, { maxLength: 8 }), (heard, last) => {
      let prefix = emptyPrefix;
      let heardMs = 0;
      for (const { text, lastsMs } of heard) {
        heardMs += lastsMs;
        const before = prefix;
        prefix = addHypothesis(before, { text, heardMs }, options);
        expect(prefix.committed.slice(0, before.committed.length)).toEqual(before.committed);
        expect(toWrittenWords(committedText(prefix))).toEqual({ words: prefix.committed, ending: '' });
        expect(finishText(prefix, last.join(' ')).startsWith(committedText(prefix))).toBe(true);
      }
    }),
  );
});

test('with nothing committed in the way, the final text is the hypothesis', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.nat(12), (words, count) => {
      const text = words.join(' ');
      const early = words.slice(0, count).join(' ');
      const prefix = [0, 1000, 2000].reduce(
        (before, heardMs) => addHypothesis(before, { text: early, heardMs }, options),
        emptyPrefix,
      );
      expect(finishText(prefix, text)).toBe(text);
      expect(finishText(emptyPrefix, text)).toBe(text);
    }),
  );
});
