import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  InlayHint,
  SemanticTokens,
  TextEdit,
} from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { connectEditor, type InMemoryEditor } from './inMemoryEditor.ts';

const uri = 'untitled:book.aloud';
const textDocument = { uri };
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** That what an editor asks reaches what answers it; the answers are tried with the features. */
describe('the language server answers', () => {
  it('with completions, with snippets where the editor knows them', async () => {
    for (const [snippetSupport, expected] of [
      [true, /\$/],
      [false, /^[^$]*$/],
    ] as const) {
      await using editor = await open('He said <\n', {
        capabilities: { textDocument: { completion: { completionItem: { snippetSupport } } } },
      });
      const items: readonly CompletionItem[] = await editor.rpc.sendRequest('textDocument/completion', {
        textDocument,
        position: { line: 0, character: 9 },
      });
      const say = items.find(({ label }) => label.includes('say'));
      expect((say?.textEdit as TextEdit).newText).toMatch(expected);
    }
  });

  it('with quick fixes for what it has found', async () => {
    await using editor = await open('He sat. [laugther]\n');
    const actions: readonly CodeAction[] = await editor.rpc.sendRequest('textDocument/codeAction', {
      textDocument,
      range: whole,
      context: { diagnostics: [], only: ['quickfix'] },
    });
    expect(actions[0]?.edit?.changes?.[uri]?.[0]?.newText).toContain('laughter');
    expect(actions.every(({ kind }) => kind === 'quickfix')).toBe(true);
  });

  it.each([
    [undefined, 0],
    [{ codeLenses: 'sections' }, 1],
    [{ codeLenses: 'lines' }, 2],
    [{ codeLenses: 7 }, 0],
    ['x', 0],
  ])('with code lenses where the editor can play: %j', async (initializationOptions, count) => {
    await using editor = await open('# One\n\nText.\n', { initializationOptions });
    const lenses: readonly CodeLens[] = await editor.rpc.sendRequest('textDocument/codeLens', {
      textDocument,
    });
    expect(lenses.length).toBe(count);
    for (const lens of lenses) {
      const resolved: CodeLens = await editor.rpc.sendRequest('codeLens/resolve', lens);
      expect(resolved.command?.command).toMatch(/^aloud\.play/);
    }
  });

  it('with code lenses of the ranges that an editor names, of all where it names nonsense', async () => {
    await using editor = await open('# One\n\nText.\n', { initializationOptions: { codeLenses: 'lines' } });
    const second = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    const count = async (ranges: unknown): Promise<number> => {
      const lenses: readonly CodeLens[] = await editor.rpc.sendRequest('textDocument/codeLens', {
        textDocument,
        ranges,
      });
      return lenses.length;
    };
    expect([await count([second]), await count([]), await count('x')]).toEqual([1, 0, 2]);
  });

  it('with a lens of nothing as it is', async () => {
    await using editor = await open('Text.\n');
    const lens = { range: whole, data: 'x' };
    expect(await editor.rpc.sendRequest('codeLens/resolve', lens)).toEqual(lens);
  });

  it('with tokens, hints and the closing of spans', async () => {
    await using editor = await open('He said <say rate="slow">so\n');
    const full: SemanticTokens = await editor.rpc.sendRequest('textDocument/semanticTokens/full', {
      textDocument,
    });
    expect(full.data.length).toBeGreaterThan(0);
    const range: SemanticTokens = await editor.rpc.sendRequest('textDocument/semanticTokens/range', {
      textDocument,
      range: whole,
    });
    expect(range).toEqual(full);
    const hints: readonly InlayHint[] = await editor.rpc.sendRequest('textDocument/inlayHint', {
      textDocument,
      range: whole,
    });
    expect(hints.length).toBeGreaterThan(0);
    const edits: readonly TextEdit[] = await editor.rpc.sendRequest('textDocument/onTypeFormatting', {
      textDocument,
      position: { line: 0, character: 25 },
      ch: '>',
      options: {},
    });
    expect(edits.map(({ newText }) => newText)).toEqual(['</say>']);
  });
});

async function open(text: string, params: object = {}): Promise<InMemoryEditor> {
  const editor = connectEditor();
  await editor.rpc.sendRequest('initialize', params);
  await editor.open(uri, text);
  return editor;
}
