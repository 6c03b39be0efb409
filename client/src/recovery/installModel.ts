import * as vscode from 'vscode';
import { modelProgress, modelPull, modelsList, type ModelSummary } from '../../../protocol/models.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { toMegabytes } from '../editor/toMegabytes.ts';
import { createSteadyMessage } from '../editor/steadyMessage.ts';

/**
 * Downloads a model with progress and cancel; where its licence wants it, the user is asked before.
 *
 * @returns whether it is there; false after a cancel, from where the next download goes on, or without consent
 * @throws SpeechError as `speech/modelPull`
 */
export async function installModel(service: SpeechService, model: string): Promise<boolean> {
  const { signal: never } = new AbortController();
  const { models } = await (await service.connect(never)).request(modelsList, {}, never);
  const summary = models.find(({ id }) => id === model);
  if (summary?.requiresConsent === true && !(await askConsent(summary))) return false;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Aloud: downloading {0}', summary?.title ?? model),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) =>
    withTokenSignal(token, async (signal) => {
      const connection = await service.connect(signal);
      const stream = createStreamName();
      const steady = createSteadyMessage(() => performance.now());
      let toldShare = 0;
      using _progress = connection.on(modelProgress, (told) => {
        if (told.stream !== stream) return;
        const { receivedBytes, totalBytes, phase } = told.progress;
        const share = totalBytes === 0 ? 0 : (100 * receivedBytes) / totalBytes;
        progress.report({
          increment: share - toldShare,
          message: steady(phase, phaseText(phase, receivedBytes, totalBytes)),
        });
        toldShare = share;
      });
      const hasConsent = summary?.requiresConsent === true;
      await connection.request(modelPull, { stream, model, hasConsent }, signal);
    }),
  );
}

async function askConsent({ title, license, bytes }: ModelSummary): Promise<boolean> {
  const question = vscode.l10n.t('{0} is licensed under {1}. Download it under these terms?', title, license);
  const detail = vscode.l10n.t(
    '{0} MB. It is a component of its own, which Aloud does not contain.',
    toMegabytes(bytes),
  );
  const agreed = vscode.l10n.t('Agree and Download');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, agreed)) === agreed;
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
