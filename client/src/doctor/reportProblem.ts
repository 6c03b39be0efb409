import { readFile } from 'node:fs/promises';
import os from 'node:os';
import * as vscode from 'vscode';
import { daemonStatus, type DaemonStatus } from '../../../protocol/daemon.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { askAboutError } from '../errors/askAboutError.ts';
import { readSettings } from '../settings/readSettings.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { examineMachine } from './examineMachine.ts';
import { formatReport } from './formatReport.ts';

export interface ReportContext {
  readonly context: Pick<vscode.ExtensionContext, 'extensionPath' | 'extension'>;
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
}

/** Opens a document with what somebody who helps has to know; nothing is sent, and nothing of text or sound is in it. */
export async function reportProblem({ context, service, log }: ReportContext): Promise<void> {
  const title = vscode.l10n.t('Aloud: collecting what a report needs');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    await vscode.window.withProgress(options, (_progress, token) =>
      withTokenSignal(token, async (signal) => {
        const place = { extensionPath: context.extensionPath, settings: readSettings() };
        const [doctor, status] = await Promise.all([
          examineMachine(place, signal).catch(toText),
          readStatus(service, signal).catch(toText),
        ]);
        const logFile = typeof status === 'string' ? null : status.logFile;
        const content = formatReport({
          versions: versions(context.extension),
          doctor: typeof doctor === 'string' ? doctor : doctor.checks,
          status,
          logText: logFile === null ? '' : await readFile(logFile, 'utf8').catch(toText),
          homeFolder: os.homedir(),
        });
        const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
        await vscode.window.showTextDocument(document);
      }),
    );
  } catch (error) {
    await askAboutError(error, { log, can: [] });
  }
}

async function readStatus(service: SpeechService, signal: AbortSignal): Promise<DaemonStatus> {
  return (await service.connect(signal)).request(daemonStatus, {}, signal);
}

function versions(extension: vscode.Extension<unknown>): Readonly<Record<string, string>> {
  const { version } = extension.packageJSON as { readonly version: string };
  return {
    Aloud: version,
    'VS Code': `${vscode.version} (${vscode.env.appHost}, ${vscode.env.remoteName ?? 'local'}, ${vscode.env.language})`,
    Node: process.versions.node,
    System: `${os.platform()} ${os.release()} ${os.arch()}`,
    Processors: `${os.cpus().length} × ${os.cpus()[0]?.model ?? '?'}`,
    Memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
  };
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
