import * as vscode from 'vscode';

/** The first so many UTF-16 code units of a document, which may have fifty million. */
export function firstText(document: vscode.TextDocument, length: number): string {
  return document.getText(new vscode.Range(new vscode.Position(0, 0), document.positionAt(length)));
}
