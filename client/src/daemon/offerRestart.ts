import * as vscode from 'vscode';
import type { SettingId } from '../../../protocol/settings.ts';
import type { SpeechService } from './speechService.ts';

/** What a service is told when it is started, and keeps. */
const keptSettings: readonly SettingId[] = ['aloud.models.folder', 'aloud.runtime.nodePath'];

/**
 * Where one of these changes while the service runs, offers to start it anew: it would go on with the old value, and
 * download models into the old folder, without a word. Of several windows the one tells it that the user is in.
 */
export function offerRestart(service: Pick<SpeechService, 'isConnected'>): vscode.Disposable {
  let isAsked = false;
  return vscode.workspace.onDidChangeConfiguration(async (event) => {
    const isKept = keptSettings.some((id) => event.affectsConfiguration(id));
    if (!isKept || isAsked || !service.isConnected() || !vscode.window.state.focused) return;
    // What is typed into a setting changes it several times.
    isAsked = true;
    const restart = vscode.l10n.t('Restart speech service');
    const question = vscode.l10n.t(
      'The speech service keeps the setting it was started with until it is restarted.',
    );
    try {
      const chosen = await vscode.window.showInformationMessage(question, restart);
      if (chosen === restart) await vscode.commands.executeCommand('aloud.restartService');
    } finally {
      isAsked = false;
    }
  });
}
