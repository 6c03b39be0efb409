import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';

/** Switches whether the view follows what is read, in the settings where that is set now. */
export async function toggleFollow(): Promise<void> {
  const follows = !readSettings().followsReading;
  const setting = vscode.workspace.getConfiguration('aloud.readAloud');
  const isOfWorkspace = setting.inspect('follow')?.workspaceValue !== undefined;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await setting.update('follow', follows, isOfWorkspace ? Workspace : Global);
  const message = follows
    ? vscode.l10n.t('The view follows what is read')
    : vscode.l10n.t('The view stays where it is while Aloud reads');
  vscode.window.setStatusBarMessage(message, 3000);
}
