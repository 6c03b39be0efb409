import { describe, expect, test } from 'vitest';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { blockIndexAt, textOf, toSourceRange } from '../../../server/src/script/tree/blockAt.ts';
import { contentOf, leavesOf, pathTo, walkInlines } from '../../../server/src/script/tree/walk.ts';

const source = 'One.\n\nMARA: (sad) Two <say rate=slow>*three*</say>.\n';
const script = parseScript(source, { includedSpeakers: ['MARA'] });
const dialogue = script.blocks[2] ?? expect.fail();

test('a block by an offset', () => {
  expect([0, 4, 5, 6, 7, source.length, 999].map((offset) => blockIndexAt(script, offset))).toEqual([
    0, 0, 1, 2, 2, 2, 2,
  ]);
  expect(blockIndexAt(parseScript(''), 0)).toBe(-1);
});

test('text and ranges of a block in the source', () => {
  const range = { startOffset: 0, endOffset: 4 };
  expect(textOf(script, 2, range)).toBe('MARA');
  expect(toSourceRange(script, 2, range)).toEqual({ startOffset: 6, endOffset: 10 });
});

test('leaves', () => {
  const leaves = leavesOf(dialogue).map((leaf) => [leaf.kind, textOf(script, 2, leaf)]);
  expect(leaves).toEqual([
    ['speaker', 'MARA'],
    ['colon', ': '],
    ['direction', '(sad)'],
    ['space', ' '],
    ['text', 'Two '],
    ['spanOpen', '<say rate=slow>'],
    ['spanOpen', '*'],
    ['text', 'three'],
    ['spanClose', '*'],
    ['spanClose', '</say>'],
    ['text', '.'],
    ['space', '\n'],
  ]);
});

describe('content', () => {
  test('in the order of the text', () => {
    const visits = [...walkInlines(contentOf(dialogue))];
    expect(visits.map(({ node, part, spans }) => `${node.kind} ${part} ${spans.length}`)).toEqual([
      'text whole 0',
      'span open 0',
      'span open 1',
      'text whole 2',
      'span close 1',
      'span close 0',
      'text whole 0',
    ]);
  });

  test('what holds an offset', () => {
    const kinds = (offset: number): string[] => pathTo(contentOf(dialogue), offset).map(({ kind }) => kind);
    expect([kinds(0), kinds(12), kinds(16), kinds(33)]).toEqual([
      [],
      ['text'],
      ['span'],
      ['span', 'span', 'text'],
    ]);
  });
});
