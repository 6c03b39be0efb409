import * as vscode from 'vscode';
import { daemonShutdown } from '../../../protocol/daemon.ts';
import { askAboutError } from '../errors/askAboutError.ts';
import { readSettings } from '../settings/readSettings.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { runSpeechCommand } from './runSpeechCommand.ts';
import type { SpeechService } from './speechService.ts';

export interface RestartContext {
  readonly extensionPath: string;
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** That it runs again, in a sentence. */
  readonly tell: (sentence: string) => void;
}

/** A service that does not answer by then is ended without its consent. */
const answerLimitMs = 3000;

/** Ends the speech service, whatever it does, and starts it again; all windows share it and connect anew. */
export async function restartService(context: RestartContext): Promise<void> {
  const { extensionPath, service, log, tell } = context;
  const title = vscode.l10n.t('Aloud: the speech service starts anew');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    await vscode.window.withProgress(options, (_progress, token) =>
      withTokenSignal(token, async (signal) => {
        service.forgetDeaths();
        await endPolitely(service, signal).catch(async () => {
          const place = { extensionPath, settings: readSettings() };
          await runSpeechCommand(place, ['daemon', 'stop'], signal);
        });
        service.forgetDeaths();
        await service.connect(signal);
        tell(vscode.l10n.t('The speech service runs.'));
      }),
    );
  } catch (error) {
    if ((await askAboutError(error, { log, can: ['retry'] })) === 'retry') await restartService(context);
  }
}

async function endPolitely(service: SpeechService, signal: AbortSignal): Promise<void> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
  const connection = await service.connect(limited);
  const ended = new Promise<void>((resolve, reject) => {
    connection.signal.addEventListener('abort', () => {
      resolve();
    });
    limited.addEventListener('abort', () => {
      reject(limited.reason as Error);
    });
  });
  await connection.request(daemonShutdown, { drain: false }, limited).catch(() => undefined);
  await ended;
}
