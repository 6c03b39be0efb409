import { setTimeout as delay } from 'node:timers/promises';
import {
  CancellationTokenSource,
  ErrorCodes,
  LSPErrorCodes,
  type DocumentSymbol,
  type InitializeResult,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { connectEditor, type InMemoryEditor } from './inMemoryEditor.ts';

const uri = 'untitled:book.aloud';
const script = '---\ncast:\n  MARA: {}\n---\n\n# One\n\nMARA: Hello. [laugther]\n';

describe('the language server', () => {
  it('says what it can do', async () => {
    await using editor = connectEditor();
    const { capabilities, serverInfo } = await editor.initialize();
    expect(serverInfo).toEqual({ name: 'aloud', version: '1.2.3' });
    expect(capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
    });
  });

  it.each([
    [{}, true],
    [{ textDocument: { semanticTokens: { requests: { range: true, full: { delta: true } } } } }, true],
    [{ textDocument: { semanticTokens: { requests: { range: true, full: false } } } }, false],
  ])('offers the tokens of a whole document unless the editor says it never asks: %j', async (told, full) => {
    await using editor = connectEditor();
    const params = { processId: null, rootUri: null, capabilities: told };
    const { capabilities }: InitializeResult = await editor.rpc.sendRequest('initialize', params);
    expect(capabilities.semanticTokensProvider).toMatchObject({ range: true, full });
  });

  it('publishes diagnostics of the version that is open', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script, 7);
    const diagnostics = await editor.diagnostics(uri, ({ version }) => version === 7);
    expect(diagnostics).toMatchObject([{ code: 'unknown-tag', source: 'aloud', range: at(7, 13, 23) }]);
  });

  it('takes several edits in one notification, each on what the one before left', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    await editor.change(uri, 2, [
      { range: at(7, 14, 22), text: 'laughter' },
      { range: at(7, 6, 12), text: 'Good 🌊 bye.' },
      { range: at(7, 6, 10), text: '[laughtr] Good' },
    ]);
    const diagnostics = await editor.diagnostics(uri, ({ version }) => version === 2);
    expect(diagnostics).toMatchObject([
      { code: 'unknown-tag', range: at(7, 6, 15) },
      // What the voice of the test cannot do.
      { code: 'unsupported-by-voice', range: at(7, 29, 39) },
    ]);
  });

  it('takes a text as a whole', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    await editor.change(uri, 2, [{ text: '# Two\n' }]);
    expect(await symbols(editor)).toEqual(['Two']);
  });

  it.each([
    ['line feeds', 'a\n\n# Ümlaut 🌊\n'],
    ['carriage returns', 'a\r\r# Ümlaut 🌊\r'],
    ['both', 'a\r\n\r\n# Ümlaut 🌊\r\n'],
  ])('counts lines that end in %s', async (_name, text) => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, text);
    await editor.change(uri, 2, [{ range: at(2, 9, 11), text: 'two' }]);
    expect(await symbols(editor)).toEqual(['a', 'Ümlaut two']);
  });

  it('checks only the last version of many', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    const changes = Array.from({ length: 200 }, (_, index) =>
      editor.change(uri, index + 2, [{ range: at(7, 6, 6), text: 'x' }]),
    );
    await Promise.all(changes);
    await editor.diagnostics(uri, ({ version }) => version === 201);
    expect(editor.published.length).toBeLessThan(150);
    const versions = editor.published.map(({ version }) => version ?? 0);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it('takes the diagnostics back when a script is closed', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    await editor.diagnostics(uri);
    await editor.rpc.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await editor.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0);
    expect(await editor.rpc.sendRequest('textDocument/documentSymbol', { textDocument: { uri } })).toBeNull();
  });

  it('leaves other languages alone', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    const textDocument = { uri: 'untitled:note.md', languageId: 'markdown', version: 1, text: '# One' };
    await editor.rpc.sendNotification('textDocument/didOpen', { textDocument });
    expect(await editor.rpc.sendRequest('textDocument/documentSymbol', { textDocument })).toBeNull();
  });

  it('judges open scripts anew when the voices change', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    await editor.diagnostics(uri);
    const count = editor.published.length;
    editor.server.knowledgeChanged();
    await editor.diagnostics(uri, () => editor.published.length > count);
  });
});

describe('the life of the language server', () => {
  const ask = (editor: InMemoryEditor, method: string): Promise<unknown> =>
    method === 'initialize' ? editor.rpc.sendRequest(method, {}) : editor.rpc.sendRequest(method);

  it.each([
    ['before it is initialized', [], ErrorCodes.ServerNotInitialized],
    ['after it was shut down', ['initialize', 'shutdown'], ErrorCodes.InvalidRequest],
  ])('refuses requests %s', async (_name, before, code) => {
    await using editor = connectEditor();
    for (const method of before) await ask(editor, method);
    const asked = editor.rpc.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
    await expect(asked).rejects.toMatchObject({ code });
  });

  it('is initialized once', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await expect(editor.initialize()).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  });

  it.each([
    ['in order after a shutdown', ['initialize', 'shutdown'], true],
    ['out of order without', ['initialize'], false],
    ['out of order at once', [], false],
  ])('exits %s, and may begin again', async (_name, before, isOrderly) => {
    await using editor = connectEditor();
    for (const method of before) await ask(editor, method);
    await editor.rpc.sendNotification('exit');
    await editor.initialize();
    expect(editor.exits).toEqual([isOrderly]);
  });
});

describe('what an editor should not send', () => {
  const garbage = [undefined, {}, { textDocument: null }, { textDocument: { uri: 7 } }];
  const methods = [
    'codeAction',
    'codeLens',
    'completion',
    'definition',
    'documentHighlight',
    'documentLink',
    'documentSymbol',
    'foldingRange',
    'formatting',
    'hover',
    'inlayHint',
    'onTypeFormatting',
    'prepareRename',
    'rangeFormatting',
    'references',
    'rename',
    'selectionRange',
    'semanticTokens/full',
    'semanticTokens/range',
  ].map((name) => `textDocument/${name}`);

  it.each(methods)('%s refuses garbage for parameters', async (method) => {
    await using editor = connectEditor();
    await editor.initialize();
    for (const params of garbage) {
      const asked = editor.rpc.sendRequest(method, params);
      await expect(asked).rejects.toMatchObject({ code: ErrorCodes.InvalidParams });
    }
    expect(editor.log).toEqual([]);
  });

  it('survives positions that are nowhere', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    for (const position of [
      { line: 1e9, character: 1e9 },
      { line: 0, character: 2147483647 },
    ]) {
      const range = { start: position, end: { line: 0, character: 0 } };
      const params = {
        textDocument: { uri },
        position,
        range,
        positions: [position, position],
        newName: 'X',
        ch: '>',
        context: 7,
      };
      for (const method of methods) {
        await editor.rpc.sendRequest(method, params).catch((error: unknown) => {
          expect(method).toBe('textDocument/rename');
          expect(error).toMatchObject({ code: LSPErrorCodes.RequestFailed });
        });
      }
    }
    expect(editor.log).toEqual([]);
  });

  it('leaves out notifications that say nothing', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    const textDocument = { uri, version: 2 };
    const changes = [{ text: 5 }, { text: 'x', range: 1 }, 7];
    for (const params of [
      ...garbage,
      ...changes.map((change) => ({ textDocument, contentChanges: [change] })),
    ]) {
      await editor.rpc.sendNotification('textDocument/didOpen', params);
      await editor.rpc.sendNotification('textDocument/didChange', params);
    }
    expect(await symbols(editor)).toEqual(['One']);
    expect(editor.log.every(({ level }) => level === 'warn')).toBe(true);
  });

  it('answers unknown methods as such, and does not mind unknown notifications', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.rpc.sendNotification('textDocument/didDance', {});
    await expect(editor.rpc.sendRequest('textDocument/dance', {})).rejects.toMatchObject({
      code: ErrorCodes.MethodNotFound,
    });
  });

  it('answers a cancelled request as cancelled', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    await editor.open(uri, script);
    const cancellation = new CancellationTokenSource();
    const asked = editor.rpc.sendRequest(
      'textDocument/documentSymbol',
      { textDocument: { uri } },
      cancellation.token,
    );
    // In the same turn: the request has not been looked at when it is cancelled.
    cancellation.cancel();
    await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  it('takes an editor that goes away for no mistake of its own', async () => {
    await using editor = connectEditor();
    await editor.initialize();
    const opened = editor.open(uri, script);
    editor.stopReading();
    await opened;
    await delay(50);
    expect(editor.log).toEqual([]);
  });

  it('tells the log where a mistake of its own happened, without what it says, and goes on', async () => {
    await using editor = connectEditor({ readKnowledge: () => Promise.reject(new Error('on fire')) });
    await editor.initialize();
    await editor.open(uri, script);
    expect(await symbols(editor)).toEqual(['One']);
    const [record, ...others] = editor.log;
    expect(record).toMatchObject({ level: 'error', fields: { error: 'Error' } });
    expect(record?.fields['stack']).toMatch(/^ {4}at .*languageServer\.test\.ts/u);
    expect(JSON.stringify(record)).not.toContain('on fire');
    expect(others).toEqual([]);
  });
});

async function symbols(editor: InMemoryEditor): Promise<readonly string[]> {
  const params = { textDocument: { uri } };
  const found: readonly DocumentSymbol[] = await editor.rpc.sendRequest(
    'textDocument/documentSymbol',
    params,
  );
  return found.map(({ name }) => name);
}

function at(line: number, start: number, end: number): object {
  return { start: { line, character: start }, end: { line, character: end } };
}
