import { expect, test } from 'vitest';
import { markdownNotes } from '../../../server/src/script/exchange/markdown/markdownNotes.ts';

test.each<readonly [source: string, expected: readonly string[]]>([
  ['# A\n\n*b* `c` <https://a.org> https://b.org\n\n- d\n\n> e\n', []],
  [
    'A [b](https://a.org).',
    ['[b](https://a.org): The address of this link was left out; its words were kept.'],
  ],
  [
    '[a](x) and [b][c] and https://d.org\n\n[c]: y',
    ['[a](x): The addresses of 2 links were left out, this one first; their words were kept.'],
  ],
  ['A\n\n```js\nb\n```\n', ['```js\nb\n```: This code was left out, and one hears so.']],
  ['|a|\n|-|\n|b|\n', ['|a|\n|-|\n|b|: This table became a sentence for each of its rows.']],
  [
    '![](a.png) ![b](a.png)',
    [
      '![](a.png): This image has no description and was left out.',
      '![b](a.png): This image became its description.',
    ],
  ],
  [
    'A[^1].\n\n[^1]: b\n\n[^2]: c\n',
    [
      '[^1]: This footnote follows its paragraph.',
      '[^2]: c: Nothing calls this footnote, and it was left out.',
    ],
  ],
  ['<!-- a -->\n\n<p>b</p>\n', ['<!-- a -->: This was left out: of HTML only its text is read.']],
  ['---\ntitle: A\n---\nb', []],
  [
    '---\ntitle: A\ntags: b\n---\n[c](d)',
    [
      '---\ntitle: A\ntags: b\n---: Of the front matter only the title was kept.',
      '[c](d): The address of this link was left out; its words were kept.',
    ],
  ],
])('%j', (source, expected) => {
  const notes = markdownNotes(source).map(
    ({ message, startOffset, endOffset }) => `${source.slice(startOffset, endOffset)}: ${message}`,
  );
  expect(notes).toEqual(expected);
});
