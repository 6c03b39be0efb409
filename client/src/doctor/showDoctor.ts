import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';
import { runSpeechCommand } from './runSpeechCommand.ts';

interface DoctorReport {
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

/** Runs the doctor with progress and cancel, and shows its report in the output channel. */
export async function showDoctor(context: {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
}): Promise<void> {
  const { extensionPath, log } = context;
  const title = vscode.l10n.t('Aloud: checking what works on this machine');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    const output = await vscode.window.withProgress(options, (_progress, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => {
        cancelled.abort();
      });
      return runSpeechCommand(
        { extensionPath, settings: readSettings() },
        ['doctor', '--json'],
        cancelled.signal,
      );
    });
    if (output === undefined) return;
    log.clear();
    for (const check of (JSON.parse(output) as DoctorReport).checks) {
      log.info(`${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`);
    }
    log.show(true);
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const showLog = vscode.l10n.t('Show log');
    const message = vscode.l10n.t('Aloud could not examine this machine.');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
  }
}
