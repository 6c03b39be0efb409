import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionItem, DocumentLink, Location, WorkspaceEdit } from 'vscode-languageserver';
import { connectEditor, type InMemoryEditor } from './inMemoryEditor.ts';

/** What a script names, on a real disk. */
describe('the files around a script', () => {
  let base: string;
  let folder: string;
  let editor: InMemoryEditor;
  const uriOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };

  beforeEach(async () => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'aloud-workspace-')));
    folder = path.join(base, 'book');
    mkdirSync(folder);
    write('cast.aloud', '---\ncast:\n  TOM: {}\n---\n');
    editor = connectEditor();
    await editor.initialize([pathToFileURL(folder).href]);
  });

  afterEach(async () => {
    await editor[Symbol.asyncDispose]();
    rmSync(base, { recursive: true, force: true });
  });

  const script = '---\ninclude: cast.aloud\n---\n\nTOM: Hello.\n';
  const codes = async (condition: (codes: readonly string[]) => boolean): Promise<readonly string[]> => {
    const found = await editor.diagnostics(uriOf('one.aloud'), ({ diagnostics }) =>
      condition(diagnostics.map(({ code }) => String(code))),
    );
    return found.map(({ code }) => String(code));
  };
  const has = (code: string) => (found: readonly string[]) => found.includes(code);
  const hasNone = (found: readonly string[]): boolean => found.length === 0;

  it('are known before anything is said of it', async () => {
    await editor.open(uriOf('one.aloud'), script);
    await codes(() => true);
    expect(editor.published.map(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual([
      [],
    ]);
  });

  it('are not read in a folder that is not trusted', async () => {
    await using wary = connectEditor();
    await wary.initialize([pathToFileURL(folder).href], { hasFiles: false });
    await wary.open(uriOf('one.aloud'), `${script}\n[sound cast.aloud]\n\n[sound missing.wav]\n`);
    const found = await wary.diagnostics(uriOf('one.aloud'));
    expect(found.map(({ code }) => code)).toEqual(['unknown-character']);
    await wary.rpc.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [{ uri: pathToFileURL(folder).href, name: 'book' }], removed: [] },
    });
    await wary.rpc.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    await wary.change(uriOf('one.aloud'), 2, [{ text: script }]);
    const later = await wary.diagnostics(uriOf('one.aloud'), ({ version }) => version === 2);
    expect(later.map(({ code }) => code)).toEqual(['unknown-character']);
  });

  it('are seen when another program changes them', async () => {
    await editor.open(uriOf('one.aloud'), script);
    await codes(hasNone);
    await writeUntil(
      () => {
        write('cast.aloud', '---\ncast:\n  THOMAS: {}\n---\n');
      },
      codes(has('unknown-character')),
    );
  });

  it('are seen when they appear', async () => {
    await editor.open(uriOf('one.aloud'), '[sound door.wav]\n');
    await codes(has('missing-file'));
    await writeUntil(() => {
      write('door.wav', '');
    }, codes(hasNone));
  });

  it('count as the editor has them, saved or not', async () => {
    await editor.open(uriOf('one.aloud'), script);
    await codes(hasNone);
    await editor.open(uriOf('cast.aloud'), '---\ncast:\n  THOMAS: {}\n---\n');
    await codes(has('unknown-character'));
    await editor.change(uriOf('cast.aloud'), 2, [{ text: '---\ncast:\n  TOM: {}\n---\n' }]);
    const { length } = editor.published;
    await editor.diagnostics(
      uriOf('one.aloud'),
      ({ diagnostics }) => diagnostics.length === 0 && editor.published.length >= length,
    );
    await editor.change(uriOf('cast.aloud'), 3, [{ text: '' }]);
    await codes(has('unknown-character'));
    await editor.rpc.sendNotification('textDocument/didClose', {
      textDocument: { uri: uriOf('cast.aloud') },
    });
    await codes(hasNone);
  });

  it.each([
    ['outside of the workspace', 'include: ../secret.aloud'],
    ['behind a link that leads out', 'include: link.aloud'],
    ['in a circle', 'include: one.aloud'],
    ['nowhere', 'include: nowhere.aloud'],
  ])('are refused %s', async (_name, include) => {
    writeFileSync(path.join(base, 'secret.aloud'), '---\ncast:\n  TOM: {}\n---\n');
    symlinkSync(path.join(base, 'secret.aloud'), path.join(folder, 'link.aloud'));
    await editor.open(uriOf('one.aloud'), `---\n${include}\n---\n\nTOM: Hello.\n`);
    expect(await codes(has('missing-file'))).toContain('unknown-character');
  });

  it('are not there for a sound outside of the workspace', async () => {
    writeFileSync(path.join(base, 'secret.wav'), '');
    await editor.open(uriOf('one.aloud'), '[sound ../secret.wav]\n');
    await codes(has('missing-file'));
  });

  it('belong to the folder of the script where there is no workspace', async () => {
    await editor.rpc.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: pathToFileURL(folder).href, name: 'book' }] },
    });
    write('part/two.aloud', '---\ninclude: ../cast.aloud\n---\n\nTOM: Hello.\n');
    await editor.open(uriOf('part/two.aloud'), '---\ninclude: ../cast.aloud\n---\n\nTOM: Hello.\n');
    const found = await editor.diagnostics(uriOf('part/two.aloud'));
    expect(found.map(({ code }) => code)).toEqual(['missing-file', 'unknown-character']);
  });

  it('are linked and completed', async () => {
    write('door.wav', '');
    write('readme.txt', '');
    await editor.open(
      uriOf('one.aloud'),
      `---\ninclude: cast.aloud\n---\n\n[sound door.wav]\n\n[sound horn.wav]\n\n[sound \n`,
    );
    await codes(has('missing-file'));
    const textDocument = { uri: uriOf('one.aloud') };
    const links: readonly DocumentLink[] = await editor.rpc.sendRequest('textDocument/documentLink', {
      textDocument,
    });
    expect(links.map(({ target }) => target)).toEqual([uriOf('cast.aloud'), uriOf('door.wav')]);
    const items: readonly CompletionItem[] = await editor.rpc.sendRequest('textDocument/completion', {
      textDocument,
      position: { line: 8, character: 7 },
    });
    expect(items.map(({ label }) => label)).toEqual(['door.wav']);
  });

  it('have the lines of a character and change with its name, open or not', async () => {
    write('two.aloud', '---\ninclude: cast.aloud\n---\n\nTOM: Again.\n');
    write('deep/three.aloud', '---\ninclude: ../cast.aloud\n---\n\nTOM: And again.\n');
    write('other.aloud', '---\ncast: { TOM: {} }\n---\n\nTOM: Somebody else.\n');
    write('.hidden/four.aloud', '---\ninclude: ../cast.aloud\n---\n\nTOM: Not here.\n');
    await editor.open(uriOf('one.aloud'), script);
    const textDocument = { uri: uriOf('one.aloud') };
    const position = { line: 4, character: 1 };
    const places: readonly Location[] = await editor.rpc.sendRequest('textDocument/references', {
      textDocument,
      position,
      context: { includeDeclaration: true },
    });
    const inFolder = (uri: string): string => uri.replace(uriOf(''), '').replace(/^\//, '');
    expect(places.map(({ uri, range }) => `${inFolder(uri)} ${range.start.line}`)).toEqual([
      'cast.aloud 2',
      'one.aloud 4',
      'two.aloud 4',
      'deep/three.aloud 4',
    ]);
    const { changes = {} }: WorkspaceEdit = await editor.rpc.sendRequest('textDocument/rename', {
      textDocument,
      position,
      newName: 'THOMAS',
    });
    expect(Object.keys(changes).map(inFolder).toSorted()).toEqual([
      'cast.aloud',
      'deep/three.aloud',
      'one.aloud',
      'two.aloud',
    ]);
  });
});

/** A watch that has only begun may miss a change: it is made again until it is seen. */
async function writeUntil(write: () => void, seen: Promise<unknown>): Promise<void> {
  const timer = setInterval(write, 300);
  try {
    await seen;
  } finally {
    clearInterval(timer);
  }
}
