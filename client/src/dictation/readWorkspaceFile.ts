import * as vscode from 'vscode';

/**
 * A file in a folder of the workspace, as it is in the editor, where it is open there.
 *
 * @returns empty where there is none
 */
export async function readWorkspaceFile({ uri }: vscode.WorkspaceFolder, name: string): Promise<string> {
  const file = vscode.Uri.joinPath(uri, name);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === file.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    // Most folders have none.
    return '';
  }
}
