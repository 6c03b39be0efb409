import * as vscode from 'vscode';
import { isSpeechError } from '../../protocol/errors.ts';
import type { SpeechService } from './daemon/speechService.ts';
import { askAboutError } from './errors.ts';
import { installModel } from './models/installModel.ts';

export interface HelpContext {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** What failed, to be done again once the way is free. */
  readonly retry: () => Promise<void>;
}

/** Tells what went wrong, and does what the user chooses: install what is missing, try again, or start the
 * service anew. Nobody waits for it. */
export function helpWithError(error: unknown, context: HelpContext): void {
  help(error, context).catch((failure: unknown) => {
    helpWithError(failure, context);
  });
}

async function help(error: unknown, { service, log, retry }: HelpContext): Promise<void> {
  const action = await askAboutError(error, { log, can: ['install', 'retry', 'restart'] });
  if (action === 'retry') {
    await retry();
  } else if (action === 'restart') {
    await vscode.commands.executeCommand('aloud.restartService');
    await retry();
  } else if (action === 'install') {
    const model = isSpeechError(error) ? error.data['model'] : undefined;
    if (typeof model === 'string' && (await installModel(service, model))) await retry();
  }
}
