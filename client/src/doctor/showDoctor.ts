import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';
import { withTokenSignal } from '../withTokenSignal.ts';
import { examineMachine } from './examineMachine.ts';
import { formatCheck } from './formatCheck.ts';

/** Runs the doctor with progress and cancel, and shows its report in the output channel. */
export async function showDoctor(context: {
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
}): Promise<void> {
  const { extensionPath, log } = context;
  const title = vscode.l10n.t('Aloud: checking what works on this machine');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    await vscode.window.withProgress(options, (_progress, token) =>
      withTokenSignal(token, async (signal) => {
        const place = { extensionPath, settings: readSettings() };
        const { checks } = await examineMachine(place, signal);
        log.clear();
        for (const check of checks) {
          log.info(formatCheck(check));
        }
        // With the focus, so that a screen reader has it too.
        log.show();
      }),
    );
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const showLog = vscode.l10n.t('Show log');
    const message = vscode.l10n.t('Aloud could not examine this machine.');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
  }
}
