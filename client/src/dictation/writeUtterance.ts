import * as vscode from 'vscode';
import { fitText, replacedBefore } from './fitText.ts';
import type { DictationStep } from './spokenCommands.ts';

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
        const place = withReplaced(document, selection, steps);
        builder.replace(place, textFor(document, place, steps));
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

/** Writes what was said into a document that no editor shows. @returns false where it takes no text */
export async function insertUtterance(
  document: vscode.TextDocument,
  place: vscode.Position,
  steps: readonly DictationStep[],
): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const range = withReplaced(document, new vscode.Range(place, place), steps);
  edit.replace(document.uri, range, textFor(document, range, steps));
  return vscode.workspace.applyEdit(edit);
}

/** With a mark before it that another one takes the place of. */
function withReplaced(
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
  [first]: readonly DictationStep[],
): vscode.Range {
  const before = document.lineAt(start).text.slice(0, start.character);
  const count = first?.kind === 'text' ? replacedBefore(first.text, before) : 0;
  return new vscode.Range(start.translate(0, -count), end);
}

/** The text of an utterance, as it fits in place of a range. */
function textFor(
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
  steps: readonly DictationStep[],
): string {
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const line = document.lineAt(start).text.slice(0, start.character);
  const before = start.line === 0 ? line : `\n${line}`;
  const after = document.lineAt(end).text.slice(end.character);
  let written = '';
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'text') {
      const isLast = index === steps.length - 1;
      const { endsAsSaid = false } = step;
      const place = { before: before + written, after: isLast ? after : '', endsAsSaid };
      written += fitText(step.text, place);
    } else if (step.kind !== 'scratch') {
      written += step.kind === 'newLine' ? lineEnd : lineEnd + lineEnd;
    }
  }
  return written;
}
