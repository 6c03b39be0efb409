import * as vscode from 'vscode';
import type { SettingId } from '../../protocol/settings.ts';

/** Changes a setting of the user's, or of the workspace where that has its own. */
export async function writeSetting(id: SettingId, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  const isOfWorkspace = settings.inspect(id)?.workspaceValue !== undefined;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await settings.update(id, value, isOfWorkspace ? Workspace : Global);
}
