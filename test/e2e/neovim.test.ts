import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliPath } from '../support/aloudProcess.ts';

const run = promisify(execFile);
const missing = await missingNeovim();

/** The language server under a client that nobody here wrote: the one in Neovim. */
describe.skipIf(missing !== null)(`neovim's own client (${missing ?? 'headless'})`, () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'aloud-neovim-')));
  let results: Results;

  beforeAll(async () => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const plan = {
      command: [process.execPath, cliPath, 'lsp', '--stdio'],
      folder,
      script: path.join(folder, 'book.aloud'),
      included: path.join(folder, 'cast.aloud'),
      results: path.join(folder, 'results.json'),
      diagnosticCount: 4,
    };
    const script = path.join(import.meta.dirname, 'neovim/conformance.lua');
    const { stderr } = await run(
      'nvim',
      ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`],
      {
        // Where it would keep its log.
        env: {
          ...process.env,
          ALOUD_LSP: JSON.stringify(plan),
          XDG_CACHE_HOME: folder,
          XDG_STATE_HOME: folder,
        },
        timeout: 120_000,
      },
    );
    expect(stderr).not.toContain('Error');
    results = JSON.parse(readFileSync(plan.results, 'utf8')) as Results;
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('has nothing to complain about', () => {
    expect(results.log).toEqual([]);
  });

  test('shows what is wrong', () => {
    expect(results.diagnostics.map(({ code, text, source }) => [code, text, source])).toEqual([
      ['unknown-voice', ['nobody'], 'aloud'],
      ['unknown-tag', ['[laugther]'], 'aloud'],
      ['unsupported-by-voice', ['[laughter]'], 'aloud'],
      ['missing-file', ['horn.wav'], 'aloud'],
    ]);
  });

  test('sees the diagnostic go when the line is corrected', () => {
    expect(results.afterEdit.map(({ code }) => code)).not.toContain('unknown-tag');
  });

  test('completes what is typed, with what the voice can do', () => {
    const [first] = results.completion;
    expect(first).toMatchObject({ label: 'laughter', textEdit: { newText: 'laughter]' } });
  });

  test('explains a direction', () => {
    expect(results.hover.contents.value).toContain('Without voice, only breath.');
  });

  test('lists chapters, scenes and dialogue', () => {
    const outline = results.symbols.map(({ name, children }) => [name, children.map((child) => child.name)]);
    expect(outline).toEqual([
      ['Chapter 1: The storm', ['The wind came first. Then the knocking.', 'MARA', 'TOM', 'Later']],
    ]);
  });

  test('folds the front matter and the chapter', () => {
    expect(results.folding.map(({ startLine }) => startLine)).toEqual([0, 7, 14]);
  });

  test('links the files that are there', () => {
    expect(results.links.map(({ target }) => target)).toEqual(['cast.aloud', 'door.wav'].map(uriOf));
  });

  test('goes to the cast, in the file that has it', () => {
    expect(results.definition.uri).toBe(uriOf('cast.aloud'));
  });

  test('finds the lines of a character and the cast', () => {
    const places = results.references.map(({ uri, range }) => [path.basename(uri), range.start.line]);
    expect(places).toEqual([
      ['cast.aloud', 2],
      ['book.aloud', 12],
      ['epilogue.aloud', 4],
    ]);
  });

  test('refuses a name that is none with a sentence', () => {
    expect(results.refusedRename.error.message).toContain('"not: a name" cannot be a name');
  });

  test('renames a character in the script and in what it includes', () => {
    expect(results.renamed).toContain('THOMAS: (angry)   **Nothing** is out there! [laughter]');
    expect(results.renamedInclude).toContain('  THOMAS: { voice: am_michael }');
  });

  test('formats the script', () => {
    expect(results.formatted).toContain('THOMAS: (angry) **Nothing** is out there! [laughter]');
  });

  test('ends in order', () => {
    expect(results.exit).toEqual({ code: 0, signal: 0 });
  });

  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
});

const files: Readonly<Record<string, string>> = {
  'book.aloud': `---
title: The Lighthouse
include: cast.aloud
cast:
  MARA: { voice: nobody }
---

# Chapter 1: The storm

The wind came first. [pause 800ms] Then the *knocking*.

MARA: (whispering, fearful) Did you hear that? [laugther]
TOM: (angry)   **Nothing** is out there! [laughter]

## Later

[sound "door.wav"]
[sound "horn.wav"]
`,
  'cast.aloud': `---
cast:
  TOM: { voice: am_michael }
---
`,
  'epilogue.aloud': `---
include: cast.aloud
---

TOM: It was the wind.
`,
  'door.wav': '',
};

interface Place {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number } };
}

interface Found {
  readonly code: string;
  readonly text: readonly string[];
  readonly source: string;
}

interface Results {
  readonly log: readonly string[];
  readonly diagnostics: readonly Found[];
  readonly afterEdit: readonly Found[];
  readonly completion: readonly { readonly label: string }[];
  readonly hover: { readonly contents: { readonly value: string } };
  readonly symbols: readonly {
    readonly name: string;
    readonly children: readonly { readonly name: string }[];
  }[];
  readonly folding: readonly { readonly startLine: number }[];
  readonly links: readonly { readonly target: string }[];
  readonly definition: Place;
  readonly references: readonly Place[];
  readonly refusedRename: { readonly error: { readonly message: string } };
  readonly renamed: readonly string[];
  readonly renamedInclude: readonly string[];
  readonly formatted: readonly string[];
  readonly exit: { readonly code: number; readonly signal: number };
}

/** @returns why it cannot run, or null */
async function missingNeovim(): Promise<string | null> {
  return run('nvim', ['--version']).then(
    () => null,
    () => 'neovim is not installed',
  );
}
