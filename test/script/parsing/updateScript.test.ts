import { expect, test } from 'vitest';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { updateScript } from '../../../server/src/script/parsing/updateScript.ts';
import type { Script } from '../../../server/src/script/tree/tree.ts';
import { longScript } from '../support/longScript.ts';

const source = `---
cast: { MARA: bf_emma }
---

# One

First.

MARA: Second.
Still second.

Third.

## Two

Fourth.
`;

/** How many blocks of the update are objects of the script before it. */
function keptCount(before: Script, after: Script): number {
  const old = new Set(before.blocks);
  return after.blocks.filter((block) => old.has(block)).length;
}

test.each([
  ['a letter in a paragraph', 'First', 'x', 1],
  ['a letter in the last paragraph', 'Fourth', 'x', 1],
  ['a paragraph of its own', 'Still', '\n\nNew.\n\n', 5],
  ['a comment that reaches over paragraphs', 'First', '<!--', 4],
  ['a name in the cast', 'MARA: b', 'TOM: x, ', 13],
])('typing %s', (_, before, text, changedAtMost) => {
  const script = parseScript(source);
  const offset = source.indexOf(before);
  const updated = updateScript(script, { startOffset: offset, endOffset: offset, text });
  expect(updated).toEqual(parseScript(updated.source));
  expect(updated.blocks.length - keptCount(script, updated)).toBeLessThanOrEqual(changedAtMost);
});

test('nothing but the front matter is read again where only that changed', () => {
  const script = parseScript(source);
  const offset = source.indexOf('bf_emma');
  const updated = updateScript(script, { startOffset: offset, endOffset: offset + 7, text: 'af_heart' });
  expect(keptCount(script, updated)).toBe(script.blocks.length - 1);
  expect(updated.frontMatter.cast.get('MARA')?.voice?.text).toBe('af_heart');
});

test('front matter that is no longer at the start is none', () => {
  const script = parseScript('---\ntitle: a\n---\nOne.');
  const updated = updateScript(script, { startOffset: 0, endOffset: 0, text: 'x\n' });
  expect(updated).toEqual(parseScript(updated.source));
  expect(updated.frontMatter.title).toBeNull();
});

test('what is typed behind the closing fence of a script that ends there opens the front matter', () => {
  const script = parseScript('---\ntitle: a\n---');
  const updated = updateScript(script, { startOffset: 16, endOffset: 16, text: 'x' });
  expect(updated.source).toBe('---\ntitle: a\n---x');
  expect(updated).toEqual(parseScript(updated.source));
});

test('front matter is the same object when the edit is elsewhere', () => {
  const script = parseScript(source);
  const offset = source.indexOf('First');
  const updated = updateScript(script, { startOffset: offset, endOffset: offset + 5, text: '' });
  expect(updated.frontMatter).toBe(script.frontMatter);
});

test('another cast of the includes reads all again; none given, it stays', () => {
  const script = parseScript('ANN: a\n\nBOB: b', { includedSpeakers: ['ANN'] });
  const edit = { startOffset: 0, endOffset: 0, text: '' };
  expect(updateScript(script, edit).blocks.map(({ kind }) => kind)).toEqual([
    'dialogue',
    'blank',
    'narration',
  ]);
  const other = updateScript(script, edit, { includedSpeakers: ['BOB'] });
  expect(other.blocks.map(({ kind }) => kind)).toEqual(['narration', 'blank', 'dialogue']);
});

test('in a book, a keystroke makes a handful of blocks', () => {
  const script = parseScript(longScript(200_000));
  for (let offset = 1000; offset < script.source.length; offset += 7919) {
    const updated = updateScript(script, { startOffset: offset, endOffset: offset, text: 'x' });
    expect(updated.blocks.length - keptCount(script, updated)).toBeLessThanOrEqual(4);
  }
});
