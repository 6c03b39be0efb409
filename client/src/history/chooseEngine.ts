import * as vscode from 'vscode';
import type { KeptUtterance } from '../../../protocol/history.ts';
import { modelsList, type ModelSummary } from '../../../protocol/models.ts';
import type { SpeechConnection } from '../daemon/speechConnection.ts';

export interface EngineQuestion {
  readonly connection: SpeechConnection;
  /** What is to be heard. */
  readonly utterance: KeptUtterance;
}

/**
 * Asks which of the installed models is to hear; where there is one, it does.
 *
 * @returns null where the user wants none. @throws SpeechError daemonUnreachable
 */
export async function chooseEngine(
  { connection, utterance }: EngineQuestion,
  signal: AbortSignal,
): Promise<ModelSummary | null> {
  const { models } = await connection.request(modelsList, {}, signal);
  const hearing = models.filter(({ capabilities }) => capabilities.includes('recognition'));
  const installed = hearing.filter(({ state }) => state === 'installed');
  // Of one that is not installed the daemon says how to get it.
  if (installed.length < 2) return installed[0] ?? hearing[0] ?? null;
  const before = utterance.hearings[0]?.model;
  // What has not heard it yet comes first.
  const items = installed
    .toSorted((left, right) => Number(left.id === before) - Number(right.id === before))
    .map((model) => ({
      label: model.title,
      description: model.id === before ? vscode.l10n.t('has heard it already') : '',
      model,
    }));
  const placeHolder = vscode.l10n.t('What is to hear it?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.model ?? null;
}
