import * as vscode from 'vscode';
import { fitText } from './fitText.ts';
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
  const { document } = editor;
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const selections = editor.selections;
  const isWritten = await editor.edit(
    (builder) => {
      for (const selection of selections) {
        const before = textBefore(document, selection.start);
        const after = document.lineAt(selection.end).text.slice(selection.end.character);
        builder.replace(selection, textOf(steps, { before, after }, lineEnd));
      }
    },
    { undoStopBefore: true, undoStopAfter: true },
  );
  if (!isWritten) return false;
  editor.selections = editor.selections.map(({ end }) => new vscode.Selection(end, end));
  editor.revealRange(editor.selection);
  return true;
}

interface Around {
  readonly before: string;
  readonly after: string;
}

function textOf(steps: readonly DictationStep[], { before, after }: Around, lineEnd: string): string {
  let written = '';
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'text') {
      const isLast = index === steps.length - 1;
      written += fitText(step.text, { before: before + written, after: isLast ? after : '' });
    } else if (step.kind !== 'scratch') {
      written += step.kind === 'newLine' ? lineEnd : lineEnd + lineEnd;
    }
  }
  return written;
}

/** Of its line, or that a line begins. */
function textBefore(document: vscode.TextDocument, { line, character }: vscode.Position): string {
  const text = document.lineAt(line).text.slice(0, character);
  return line === 0 ? text : `\n${text}`;
}
