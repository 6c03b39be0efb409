import * as vscode from 'vscode';
import { runSpeechCommand } from '../daemon/runSpeechCommand.ts';
import { readSettings } from '../settings.ts';
import { withTokenSignal } from '../withTokenSignal.ts';

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
    await vscode.window.withProgress(options, (_progress, token) =>
      withTokenSignal(token, async (signal) => {
        const place = { extensionPath, settings: readSettings() };
        const output = await runSpeechCommand(place, ['doctor', '--json'], signal);
        log.clear();
        for (const check of (JSON.parse(output) as DoctorReport).checks) {
          log.info(`${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`);
        }
        log.show(true);
      }),
    );
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const showLog = vscode.l10n.t('Show log');
    const message = vscode.l10n.t('Aloud could not examine this machine.');
    if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
  }
}
