import * as vscode from 'vscode';
import { modelsList } from '../../../protocol/models.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { installModel } from '../recovery/installModel.ts';
import { neededModels } from '../models/neededModels.ts';
import { readSettings } from '../settings/readSettings.ts';

export interface StartContext {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
}

/** One click from nothing to dictation: a document, the small models where none is there, and the microphone. */
export async function startDictation({ service, log }: StartContext): Promise<void> {
  try {
    const { signal } = new AbortController();
    const { models } = await (await service.connect(signal)).request(modelsList, {}, signal);
    for (const model of neededModels(models, { language: readSettings().dictationLanguage })) {
      if (!(await installModel(service, model.id))) return;
    }
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'plaintext' }));
    await vscode.commands.executeCommand('aloud.dictation.toggle');
  } catch (error) {
    helpWithError(error, { service, log, retry: () => startDictation({ service, log }) });
  }
}
