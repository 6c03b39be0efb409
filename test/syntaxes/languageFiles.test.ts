import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkScript } from '../../server/src/script/checking/checkScript.ts';
import { scriptDocumentOf } from '../script/support/scriptDocumentOf.ts';

const projectFolder = path.resolve(import.meta.dirname, '../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(path.join(projectFolder, file), 'utf8'));

interface Snippet {
  readonly body: readonly string[];
}

interface LanguageConfiguration {
  readonly wordPattern: { readonly pattern: string; readonly flags: string };
  readonly onEnterRules: readonly { readonly beforeText: string }[];
  readonly folding: { readonly markers: Readonly<Record<'start' | 'end', string>> };
}

const snippets = readJson('syntaxes/aloud.code-snippets.json') as Readonly<Record<string, Snippet>>;
const configuration = readJson('syntaxes/language-configuration.json') as LanguageConfiguration;

/** With what its places are filled with at first; an empty place is a rate. */
function filled(body: string): string {
  const choice = /\$\{\d+\|([^,|]*)[^|]*\|\}/g;
  const place = /\$\{(?:\d+|TM_SELECTED_TEXT):([^${}]*)\}/g;
  let text = body.replace(choice, '$1').replace(/\$0/g, '').replace(/\$\d/g, 'slow');
  while (place.test(text)) text = text.replace(place, '$1');
  return text;
}

test.each(Object.entries(snippets))('the snippet "%s" is a script without faults', (name, { body }) => {
  const text = filled(body.join('\n'));
  expect(text).not.toContain('$');
  const section = name === 'Character' ? 'cast' : name.startsWith('Word') ? 'lexicon' : null;
  const source = section === null ? text : `---\n${section}:\n  ${text.trim()}\n---\n`;
  const { script, frontMatter, environment } = scriptDocumentOf(source);
  const found = checkScript(script, frontMatter, environment).filter(
    // A snippet names characters, voices and files as examples.
    ({ code }) =>
      !['unknown-character', 'unused-character', 'unknown-voice', 'unsupported-by-voice'].includes(code),
  );
  expect(found).toEqual([]);
});

describe('language configuration', () => {
  const { pattern, flags } = configuration.wordPattern;

  test.each<[text: string, words: readonly string[]]>([
    ["MARA: Don't stop.", ['MARA', "Don't", 'stop']],
    ['[vocalized-noise] af_heart', ['vocalized-noise', 'af_heart']],
    ['Åsa naïve 海', ['Åsa', 'naïve', '海']],
    ['<say rate="slow">', ['say', 'rate', 'slow']],
  ])('words of %j', (text, words) => {
    expect(text.match(new RegExp(pattern, `g${flags}`))).toEqual(words);
  });

  test.each<[line: string, indents: boolean]>([
    ['cast:', true],
    ['lexicon: ', true],
    ['title: A', false],
    ['MARA: Hello.', false],
  ])('Enter after %j', (line, indents) => {
    expect(new RegExp(configuration.onEnterRules[0]?.beforeText ?? '').test(line)).toBe(indents);
  });

  test('regions fold', () => {
    const { start, end } = configuration.folding.markers;
    expect('<!-- region Notes -->').toMatch(new RegExp(start));
    expect('<!-- endregion -->').toMatch(new RegExp(end));
    expect('<!-- a regional note -->').not.toMatch(new RegExp(start));
  });
});

test('what the manifest contributes for scripts is there', () => {
  const { contributes } = readJson('package.json') as {
    contributes: Record<
      'grammars' | 'snippets' | 'languages',
      readonly { path?: string; configuration?: string }[]
    >;
  };
  const files = [...contributes.grammars, ...contributes.snippets, ...contributes.languages].map(
    (entry) => entry.path ?? entry.configuration ?? '',
  );
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => !existsSync(path.join(projectFolder, file)))).toEqual([]);
});
