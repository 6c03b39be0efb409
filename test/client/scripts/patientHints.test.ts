import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { createPatientHints } from '../../../client/src/scripts/patientHints.ts';

const document = {} as vscode.TextDocument;
const range = {} as vscode.Range;
const answer: vscode.InlayHint[] = [];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An editor in which somebody types; its token is that of the last request. */
function openEditor() {
  const listeners: ((event: vscode.TextDocumentChangeEvent) => unknown)[] = [];
  const cancels: (() => unknown)[] = [];
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (run: () => unknown) => {
      cancels.push(run);
      return { dispose: () => undefined };
    },
  };
  const hints = createPatientHints((listener) => {
    listeners.push(listener);
    return { dispose: () => undefined };
  });
  const asked = vi.fn(() => answer);
  return {
    asked,
    change: (changed: vscode.TextDocument, count = 1) => {
      const contentChanges = Array.from({ length: count }) as vscode.TextDocumentContentChangeEvent[];
      for (const listener of listeners) listener({ document: changed, contentChanges, reason: undefined });
    },
    ask: () => hints.provideInlayHints(document, range, token, asked),
    cancel: () => {
      token.isCancellationRequested = true;
      for (const cancel of cancels) cancel();
    },
  };
}

test.each<[what: string, changes: (editor: ReturnType<typeof openEditor>) => void]>([
  ['nobody has typed', () => undefined],
  ['somebody typed elsewhere', ({ change }) => void change({} as vscode.TextDocument)],
  ['only whether it was saved has changed', ({ change }) => void change(document, 0)],
  [
    'the last key was long ago',
    ({ change }) => {
      change(document);
      vi.advanceTimersByTime(800);
    },
  ],
])('hints are asked for at once where %s', async (_what, changes) => {
  const editor = openEditor();
  changes(editor);
  expect(await editor.ask()).toBe(answer);
  expect(editor.asked).toHaveBeenCalledOnce();
});

test('right after a key they are asked for when no other came for a second', async () => {
  const editor = openEditor();
  editor.change(document);
  await vi.advanceTimersByTimeAsync(100);
  const hints = editor.ask();
  await vi.advanceTimersByTimeAsync(890);
  expect(editor.asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10);
  expect(await hints).toBe(answer);
});

test('what is cancelled meanwhile ends at once and asks for nothing', async () => {
  const editor = openEditor();
  editor.change(document);
  const hints = editor.ask();
  editor.cancel();
  expect(await hints).toBeNull();
  expect(editor.asked).not.toHaveBeenCalled();
});
