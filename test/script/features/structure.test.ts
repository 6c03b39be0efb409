import { describe, expect, test } from 'vitest';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver-types';
import { documentLinks } from '../../../server/src/script/features/documentLinks.ts';
import { documentSymbols } from '../../../server/src/script/features/documentSymbols.ts';
import { foldingRanges } from '../../../server/src/script/features/foldingRanges.ts';
import { formatDocument } from '../../../server/src/script/features/formatDocument.ts';
import { resolveUri } from '../../../server/src/script/features/resolveUri.ts';
import { selectionRanges } from '../../../server/src/script/features/selectionRanges.ts';
import { marked, markedRange } from '../support/marked.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const front = '---\ncast: { TOM: {} }\n---\n\n';

describe('documentSymbols', () => {
  const outline = ({ name, detail, children = [] }: DocumentSymbol): unknown => {
    const title = detail === undefined ? name : `${name}: ${detail}`;
    return children.length === 0 ? title : [title, children.map(outline)];
  };

  test.each<[text: string, expected: readonly unknown[]]>([
    ['', []],
    [
      `${front}# One\n\nText.\n\n## Two\n\nTOM: Hello, *you*.\n\n# Three\n`,
      [['One', ['Text.', ['Two', ['TOM: Hello, you.']]]], 'Three'],
    ],
  ])('of %j', (text, expected) => {
    expect(documentSymbols(scriptDocumentOf(text)).map(outline)).toEqual(expected);
  });

  test('have a place of their own inside of their range', () => {
    const [chapter] = documentSymbols(scriptDocumentOf('# One\n\nText.\n'));
    expect(chapter).toMatchObject({
      range: { start: { line: 0, character: 0 }, end: { line: 2, character: 5 } },
      selectionRange: { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } },
    });
  });
});

describe('foldingRanges', () => {
  test.each<[text: string, expected: readonly (readonly [number, number, string?])[]]>([
    ['', []],
    ['a\nb\n', []],
    [
      `${front}# One\n\na\n\n## Two\n\nb\n\n# Three\n`,
      [
        [0, 2, 'region'],
        [4, 10],
        [8, 10],
      ],
    ],
    ['<!-- a\nb -->\n\nc', [[0, 1, 'comment']]],
    ['<!-- a -->\n\nc', []],
  ])('of %j', (text, expected) => {
    const found = foldingRanges(scriptDocumentOf(text));
    expect(
      found.map(({ startLine, endLine, kind }) => [
        startLine,
        endLine,
        ...(kind === undefined ? [] : [kind]),
      ]),
    ).toEqual(expected);
  });
});

describe('selectionRanges', () => {
  const chain = (text: string, selection: SelectionRange): string[] => {
    const document = scriptDocumentOf(text);
    const { start, end } = selection.range;
    const own = text.slice(document.text.offsetAt(start), document.text.offsetAt(end));
    return [own, ...(selection.parent === undefined ? [] : chain(text, selection.parent))];
  };

  test.each<[text: string, expected: readonly string[]]>([
    ['<|>', ['']],
    ['One wo<|>rd.', ['word', 'One word.']],
    [
      '# A\n\nHe *ne<|>ver* <say rate="slow">said</say> it.\n',
      [
        'never',
        '*never*',
        'He *never* <say rate="slow">said</say> it.',
        '# A\n\nHe *never* <say rate="slow">said</say> it.\n',
      ],
    ],
    [
      'He <say rate="sl<|>ow">said</say> it.',
      [
        'slow',
        'rate="slow"',
        '<say rate="slow">',
        '<say rate="slow">said</say>',
        'He <say rate="slow">said</say> it.',
      ],
    ],
    [
      `${front}## S\n\nTOM: (sad 0.<|>4, slow) So.\n`,
      [
        '4',
        'sad 0.4',
        '(sad 0.4, slow)',
        'TOM: (sad 0.4, slow) So.',
        '## S\n\nTOM: (sad 0.4, slow) So.\n',
        `${front}## S\n\nTOM: (sad 0.4, slow) So.\n`,
      ],
    ],
    [`[sound "do<|>or.wav" gain=-6dB]`, ['door', 'door.wav', '[sound "door.wav" gain=-6dB]']],
  ])('grow from %j', (text, expected) => {
    const { source, offset } = marked(text);
    const [selection] = selectionRanges(scriptDocumentOf(source), [offset]);
    if (selection === undefined) throw new Error('no selection');
    expect(chain(source, selection)).toEqual(expected);
  });
});

describe('documentLinks', () => {
  test.each<[text: string, exists: boolean | null, expected: readonly string[]]>([
    [
      '[sound door.wav] and [sound "a b#c.wav"]',
      null,
      ['file:///book/door.wav', 'file:///book/a%20b%23c.wav'],
    ],
    ['[sound door.wav]', true, ['file:///book/door.wav']],
    ['[sound door.wav]', false, []],
    ['*[sound ../x/door.wav]*', true, ['file:///x/door.wav']],
    ['[sound]', true, []],
    ['---\ninclude: nowhere.aloud\n---\n', null, []],
  ])('of %j, there: %j', (text, exists, expected) => {
    const document = scriptDocumentOf(text, { fileExists: () => exists });
    expect(documentLinks(document).map(({ target }) => target)).toEqual(expected);
  });
});

test.each([
  ['file:///a/b.aloud', 'c.wav', 'file:///a/c.wav'],
  ['file:///a/b.aloud', './c/../d.wav', 'file:///a/d.wav'],
  ['file:///a/b.aloud', '../../../d.wav', 'file:///d.wav'],
  ['file:///a/b.aloud', '/d.wav', 'file:///d.wav'],
  ['file://host/a/b.aloud', 'd.wav', 'file://host/a/d.wav'],
  ['file:///a%20b/c.aloud', 'ü.wav', 'file:///a%20b/%C3%BC.wav'],
  ['untitled:b', 'c.wav', null],
  ['file:///a/b.aloud', '', null],
  ['file:///a/b.aloud', '\ud800.wav', null],
])('from %j, %j is %j', (uri, path, expected) => {
  expect(resolveUri(uri, path)).toBe(expected);
});

describe('formatDocument', () => {
  test('gives the edits of the blocks that a range touches', () => {
    const { source, ...range } = markedRange(`${front}TOM:   a\n\nTOM:<|>   b\n<|>\nTOM:   c\n`);
    const edits = formatDocument(scriptDocumentOf(source), range);
    expect(edits.map((edit) => edit.range.start.line)).toEqual([6]);
    expect(formatDocument(scriptDocumentOf(source)).length).toBe(3);
  });
});
