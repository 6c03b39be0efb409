import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { FrontMatter } from '../../server/src/script/frontMatter/frontMatter.ts';
import { readIncludes, type IncludeFile } from '../../server/src/scripts/readIncludes.ts';
import { readScriptText } from '../../server/src/scripts/readScriptText.ts';

const base = mkdtempSync(path.join(tmpdir(), 'aloud-includes-'));
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** Files whose lines are what they include. */
const files: Readonly<Record<string, string>> = {
  'work/a.aloud': 'shared/b.aloud\n../outside.aloud',
  'work/shared/b.aloud': 'c.aloud',
  'work/shared/c.aloud': '',
  'work/self.aloud': 'self.aloud',
  'work/back.aloud': 'script.aloud',
  'work/script.aloud': '',
  'outside.aloud': '',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(path.dirname(path.join(base, name)), { recursive: true });
  writeFileSync(path.join(base, name), text);
}
symlinkSync(path.join(base, 'outside.aloud'), path.join(base, 'work/link.aloud'));
symlinkSync(path.join(base, 'work/shared'), path.join(base, 'work/inside'));
symlinkSync(path.join(base, 'work/loop'), path.join(base, 'work/loop'));

const tests: readonly [string, readonly string[], readonly (readonly [string, string, string | null])[]][] = [
  ['nothing', [], []],
  ['a file', ['shared/c.aloud'], [['shared/c.aloud', 'work/shared/c.aloud', null]]],
  [
    'a file that includes others, which count from where it is',
    ['a.aloud', 'self.aloud'],
    [
      ['a.aloud', 'work/a.aloud', null],
      ['self.aloud', 'work/self.aloud', null],
      ['shared/b.aloud', 'work/shared/b.aloud', null],
      ['../outside.aloud', 'outside.aloud', 'outside'],
      ['self.aloud', 'work/self.aloud', 'circle'],
      ['c.aloud', 'work/shared/c.aloud', null],
    ],
  ],
  ['the script itself', ['script.aloud'], [['script.aloud', 'work/script.aloud', 'circle']]],
  [
    'a file that includes the script',
    ['back.aloud'],
    [
      ['back.aloud', 'work/back.aloud', null],
      ['script.aloud', 'work/script.aloud', 'circle'],
    ],
  ],
  ['a file that is not there', ['nobody.aloud'], [['nobody.aloud', 'work/nobody.aloud', 'missing']]],
  ['a folder', ['shared'], [['shared', 'work/shared', 'missing']]],
  ['a file as a folder', ['a.aloud/b'], [['a.aloud/b', 'work/a.aloud/b', 'missing']]],
  ['a way out', ['../outside.aloud'], [['../outside.aloud', 'outside.aloud', 'outside']]],
  ['a link out', ['link.aloud'], [['link.aloud', 'outside.aloud', 'outside']]],
  ['a link inside', ['inside/c.aloud'], [['inside/c.aloud', 'work/shared/c.aloud', null]]],
  ['a link to itself', ['loop'], [['loop', 'work/loop', 'missing']]],
  ['a NUL', ['a.aloud\0'], [['a.aloud\0', 'work/a.aloud\0', 'outside']]],
];

describe('readIncludes', () => {
  it.each(tests)('reads %s', async (_name, includes, expected) => {
    const script = { file: path.join(base, 'work/script.aloud'), root: path.join(base, 'work'), includes };
    const found = await readIncludes(script, readLines);
    expect(found.map((file) => [file.path, file.uri, file.refusal])).toEqual(
      expected.map(([text, file, refusal]) => [text, pathToFileURL(path.join(base, file)).href, refusal]),
    );
  });

  it('ends with a chain that does not', async () => {
    const script = { file: path.join(base, 'work/script.aloud'), root: path.join(base, 'work') };
    const includes = Array.from({ length: 1000 }, () => 'a.aloud');
    expect(await readIncludes({ ...script, includes }, readLines)).toHaveLength(64);
  });
});

async function readLines(file: string): Promise<IncludeFile | null> {
  const source = await readScriptText(file);
  if (source === null) return null;
  const texts = source.split('\n').filter((line) => line !== '');
  const includes = texts.map((text) => ({ text, startOffset: 0, endOffset: 0 }));
  return { source, frontMatter: { includes } as unknown as FrontMatter };
}
