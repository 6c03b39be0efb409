import * as vscode from 'vscode';
import type { DictationStep } from './spokenCommands.ts';
import { writtenSteps } from './writtenSteps.ts';

/**
 * Writes what was said where the cursors are, in one undo step; selections are replaced.
 *
 * @returns false where the editor takes no text, such as a document that is read-only
 */
export async function writeUtterance(
  editor: vscode.TextEditor,
  steps: readonly DictationStep[],
): Promise<boolean> {
  const { document, selections } = editor;
  const { version } = document;
  const isTaken = await editor.edit(
    (builder) => {
      for (const selection of selections) {
        const { range, text } = fitted(document, selection, steps);
        builder.replace(range, text);
      }
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  // An editor that was made read-only says that it has taken what it has not.
  if (!isTaken || document.version === version) return false;
  editor.selections = editor.selections.map(({ end }) => new vscode.Selection(end, end));
  editor.revealRange(editor.selection);
  return true;
}

/**
 * Writes what was said into a document that no editor shows.
 *
 * @param place  may be gone: it is where the cursor was
 * @returns      the end of what was written; null where the document takes no text
 */
export async function insertUtterance(
  document: vscode.TextDocument,
  place: vscode.Position,
  steps: readonly DictationStep[],
): Promise<vscode.Position | null> {
  const edit = new vscode.WorkspaceEdit();
  const caret = document.validatePosition(place);
  const { range, text } = fitted(document, new vscode.Range(caret, caret), steps);
  const startOffset = document.offsetAt(range.start);
  edit.replace(document.uri, range, text);
  const isTaken = await vscode.workspace.applyEdit(edit);
  return isTaken ? document.positionAt(startOffset + text.length) : null;
}

/** What replaces a range: the text of an utterance as it fits there, with marks before it that it takes the place of. */
function fitted(
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
  steps: readonly DictationStep[],
): { readonly range: vscode.Range; readonly text: string } {
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const line = document.lineAt(start).text.slice(0, start.character);
  const before = start.line === 0 ? line : `\n${line}`;
  const after = document.lineAt(end).text.slice(end.character);
  const { text, replacedCount } = writtenSteps(steps, { before, after, lineEnd });
  return { range: new vscode.Range(start.translate(0, -replacedCount), end), text };
}
