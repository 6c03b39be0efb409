import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openBookDesk } from './bookDesk.ts';
import { run } from './support.ts';

const { script, out, render: renderTo, renderUntil } = openBookDesk();

const source = '---\ntitle: The Sea\n---\n\n# The storm\n\nThe wind came.\n\n# The calm\n\nIt was still.\n';

function render(text: string, ...options: string[]) {
  return renderTo(text, '--format', 'epub', ...options);
}

const names = [
  '01 The storm.mp3',
  '01 The storm.json',
  '02 The calm.mp3',
  '02 The calm.json',
  'The Sea.epub',
];

test('a book to read along begins with its kind and holds the sounds as they are', async () => {
  const { exitCode, records, stderr } = await render(source);
  expect(exitCode, stderr).toBe(0);
  expect(readdirSync(out).toSorted()).toEqual([...names, 'book.json'].toSorted());
  expect(records[0]).toMatchObject({
    ok: true,
    files: names.map((name) => expect.stringContaining(name) as string),
  });
  const epub = readFileSync(path.join(out, 'The Sea.epub'));
  // As the specification asks, so that systems know the file: no extra field, nothing compressed.
  expect(epub.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  expect(epub.subarray(30, 58).toString('latin1')).toBe('mimetypeapplication/epub+zip');
  for (const name of names.filter((one) => one.endsWith('.mp3')))
    expect(epub.includes(readFileSync(path.join(out, name)))).toBe(true);
});

test('it is left as it is where nothing changed, and made anew where a line did', async () => {
  await render(source);
  const epub = path.join(out, 'The Sea.epub');
  const { mtimeMs } = statSync(epub);
  await render(source);
  expect(statSync(epub).mtimeMs).toBe(mtimeMs);
  const before = readFileSync(epub);
  const { records } = await render(source.replace('still', 'quiet'));
  expect(records[0]).toMatchObject({ chapters: [{ kept: true }, { kept: false }] });
  expect(readFileSync(epub).equals(before)).toBe(false);
});

test('it goes with the book that says something else in a format of its own', async () => {
  await render(source);
  writeFileSync(script, source.replace('still', 'quiet'));
  await run(['render', script, '--out', out, '--format', 'vtt']);
  expect(readdirSync(out).toSorted()).toEqual([
    '01 The storm.json',
    '01 The storm.mp3',
    '01 The storm.vtt',
    '02 The calm.vtt',
    'book.json',
  ]);
});

test('a text of a chapter that was changed by hand is told, and nothing is put together', async () => {
  await render(source);
  const text = path.join(out, '02 The calm.json');
  writeFileSync(text, readFileSync(text, 'utf8').replace('"kind"', '"sort"'));
  rmSync(path.join(out, 'The Sea.epub'));
  const { exitCode, records } = await render(source);
  expect(exitCode).not.toBe(0);
  expect(records[0]).toMatchObject({
    error: { code: 'fileUnreadable', hint: expect.stringContaining('--again') as string },
  });
  expect(readdirSync(out)).not.toContain('The Sea.epub');
  expect((await render(source, '--again')).exitCode).toBe(0);
});

test('a folder in the way of it is told, and no part of it stays', async () => {
  mkdirSync(path.join(out, 'The Sea.epub', 'mine'), { recursive: true });
  const { exitCode, records } = await render(source);
  expect(exitCode).not.toBe(0);
  expect(records[0]).toMatchObject({
    error: { code: 'fileUnwritable', message: expect.stringContaining('The Sea.epub') as string },
  });
  expect(readdirSync(out).filter((name) => name.includes('.part'))).toEqual([]);
});

test('an interrupt leaves the chapters that are complete, and no book', async () => {
  expect((await renderUntil('still', source, '--format', 'epub')).exitCode).toBe(130);
  expect(readdirSync(out).toSorted()).toEqual(['01 The storm.json', '01 The storm.mp3', 'book.json']);
});
