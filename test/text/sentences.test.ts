import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../server/src/text/sentences.ts';

describe('sentences of English', () => {
  test.each<[string, string[]]>([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    ['Dr. Smith met Mr. Jones. They left.', ['Dr. Smith met Mr. Jones.', 'They left.']],
    [
      'J. K. Rowling wrote it. George W. Bush read it.',
      ['J. K. Rowling wrote it.', 'George W. Bush read it.'],
    ],
    ['It costs 3.50 dollars. Version 1.2.3 is out.', ['It costs 3.50 dollars.', 'Version 1.2.3 is out.']],
    ['Use e.g. Paris or i.e. London. Done.', ['Use e.g. Paris or i.e. London.', 'Done.']],
    ['He works at Apple Inc. The pay is good.', ['He works at Apple Inc.', 'The pay is good.']],
    ['See No. 5 and Fig. 3. Then stop.', ['See No. 5 and Fig. 3.', 'Then stop.']],
    ['In Gen. 1:1 it is. See 1 Cor. 13:4. Then go.', ['In Gen. 1:1 it is.', 'See 1 Cor. 13:4.', 'Then go.']],
    ["No. I won't. Go to No. IV.", ['No.', "I won't.", 'Go to No. IV.']],
    ['The U.S. Senate met at 5 p.m. The vote passed.', ['The U.S. Senate met at 5 p.m.', 'The vote passed.']],
    ['“Stop!” he said. “Why?” “Because.”', ['“Stop!” he said.', '“Why?”', '“Because.”']],
    ['Wait... what is it? Well… Nothing.', ['Wait... what is it?', 'Well… Nothing.']],
    ['We chose Plan B. Then we left.', ['We chose Plan B.', 'Then we left.']],
    ['I live on Main St. The house is old.', ['I live on Main St.', 'The house is old.']],
    ['Well, no. I mean maybe.', ['Well, no.', 'I mean maybe.']],
    ['(It rained.) We stayed.', ['(It rained.)', 'We stayed.']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  test('a wrapped line goes on, a heading and a list item do not', () => {
    const wrapped = 'This line is long enough to have been wrapped by its\nwriter. Next.';
    expect(sentences(wrapped)).toEqual([
      'This line is long enough to have been wrapped by its\nwriter.',
      'Next.',
    ]);
    expect(sentences('# Title\nText here\n- one\n- two')).toEqual(['# Title', 'Text here', '- one', '- two']);
  });

  test('a blank line ends a paragraph', () => {
    const found = splitSentences('One. Two\n\nThree', 'en');
    expect(found.map(({ endsParagraph }) => endsParagraph)).toEqual([false, true, true]);
  });
});

test('other languages', () => {
  expect(sentences('今天很好。我们走吧！好吗？', 'zh')).toEqual(['今天很好。', '我们走吧！', '好吗？']);
  expect(sentences('¿Qué tal? Bien.', 'es')).toEqual(['¿Qué tal?', 'Bien.']);
  expect(sentences('One. Two.', 'not a language')).toEqual(['One.', 'Two.']);
});

test('every string is covered exactly, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(
        splitSentences(text, 'en')
          .map((range) => text.slice(range.startOffset, range.endOffset))
          .join(''),
      ).toBe(text);
    }),
  );
});

test('a sentence longer than the window is cut, not lost', () => {
  const text = 'word '.repeat(10_000);
  const found = splitSentences(text, 'en');
  expect(found.at(-1)?.endOffset).toBe(text.length);
});

test.each(["'", '"', ')', '’ '])('closing marks without end are cut too: %s', (mark) => {
  const found = splitSentences(mark.repeat(100_000), 'en');
  const longest = Math.max(...found.map(({ startOffset, endOffset }) => endOffset - startOffset));
  expect(longest).toBeLessThan(20_000);
});

function sentences(text: string, language = 'en'): string[] {
  return splitSentences(text, language).map(({ startOffset, endOffset }) =>
    text.slice(startOffset, endOffset).trim(),
  );
}
