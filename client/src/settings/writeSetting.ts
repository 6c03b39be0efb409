import * as vscode from 'vscode';
import type { SettingId } from '../../../protocol/settings.ts';

/**
 * Changes a setting where it is set now: in the folder of a document, in the workspace, or else for the user.
 *
 * @param scope  a document, as of `readSettings`
 */
export async function writeSetting(id: SettingId, value: unknown, scope?: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration(undefined, scope);
  await settings.update(id, value, targetOf(settings.inspect(id)));
}

interface Values {
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

function targetOf(values: Values | undefined): vscode.ConfigurationTarget {
  const { WorkspaceFolder, Workspace, Global } = vscode.ConfigurationTarget;
  if (values?.workspaceFolderValue !== undefined) return WorkspaceFolder;
  return values?.workspaceValue === undefined ? Global : Workspace;
}
