import type * as vscode from 'vscode';

export function isScript({ languageId }: Pick<vscode.TextDocument, 'languageId'>): boolean {
  return languageId === 'aloud';
}

/** The script that the cast is of: that of the active editor, else the one before while it is open. */
export function scriptOf(
  editor: Pick<vscode.TextEditor, 'document'> | undefined,
  before: vscode.TextDocument | null,
): vscode.TextDocument | null {
  if (editor !== undefined && isScript(editor.document)) return editor.document;
  return before === null || before.isClosed ? null : before;
}
