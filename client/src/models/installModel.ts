import * as vscode from 'vscode';
import { modelProgress, modelPull } from '../../../protocol/models.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { withTokenSignal } from '../withTokenSignal.ts';

/**
 * Downloads a model with progress and cancel.
 *
 * @returns whether it is there; false after a cancel, from where the next download goes on
 * @throws SpeechError as `speech/modelPull`
 */
export async function installModel(service: SpeechService, model: string): Promise<boolean> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Aloud: downloading {0}', model),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) =>
    withTokenSignal(token, async (signal) => {
      const connection = await service.connect(signal);
      const stream = createStreamName();
      let toldShare = 0;
      using _progress = connection.on(modelProgress, (told) => {
        if (told.stream !== stream) return;
        const { receivedBytes, totalBytes, phase } = told.progress;
        const share = totalBytes === 0 ? 0 : (100 * receivedBytes) / totalBytes;
        progress.report({
          increment: share - toldShare,
          message: phaseText(phase, receivedBytes, totalBytes),
        });
        toldShare = share;
      });
      await connection.request(modelPull, { stream, model }, signal);
    }),
  );
}

function phaseText(
  phase: 'downloading' | 'verifying' | 'preparing',
  received: number,
  total: number,
): string {
  switch (phase) {
    case 'downloading':
      return vscode.l10n.t('{0} of {1} MB', toMegabytes(received), toMegabytes(total));
    case 'verifying':
      return vscode.l10n.t('checking the files');
    case 'preparing':
      return vscode.l10n.t('preparing it for this machine');
  }
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
