import * as vscode from 'vscode';

/**
 * Where a document is, for what it names: includes and sounds. A workspace that is not trusted names no file of this
 * machine.
 */
export function documentPlace(document: vscode.TextDocument): DocumentPlaceField {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const isHere = document.uri.scheme === 'file' && folder?.uri.scheme === 'file';
  if (!isHere || !vscode.workspace.isTrusted) return {};
  return { place: { file: document.uri.fsPath, root: folder.uri.fsPath } };
}

export interface DocumentPlaceField {
  readonly place?: { readonly file: string; readonly root: string };
}
