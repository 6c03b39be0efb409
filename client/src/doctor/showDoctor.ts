import * as vscode from 'vscode';
import { askAboutError } from '../errors/askAboutError.ts';
import { readSettings } from '../settings/readSettings.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { examineMachine } from './examineMachine.ts';
import { formatCheck } from './formatCheck.ts';

export interface DoctorContext {
  readonly extensionPath: string;
  /** Shows what works: a log hides lines below its level. */
  readonly channel: vscode.OutputChannel;
  readonly log: vscode.LogOutputChannel;
}

/** Runs the doctor with progress and cancel, and shows its report. */
export async function showDoctor(context: DoctorContext): Promise<void> {
  const { extensionPath, channel, log } = context;
  const title = vscode.l10n.t('Aloud: checking what works on this machine');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    await vscode.window.withProgress(options, (_progress, token) =>
      withTokenSignal(token, async (signal) => {
        const place = { extensionPath, settings: readSettings() };
        const { checks } = await examineMachine(place, signal);
        channel.replace(`${checks.map(formatCheck).join('\n')}\n`);
        // With the focus, so that a screen reader has it too.
        channel.show();
      }),
    );
  } catch (error) {
    if ((await askAboutError(error, { log, can: ['retry'] })) === 'retry') await showDoctor(context);
  }
}
