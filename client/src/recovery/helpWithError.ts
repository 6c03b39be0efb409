import * as vscode from 'vscode';
import { isSpeechError } from '../../../protocol/errors.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { askAboutError, type ErrorAction } from '../errors/askAboutError.ts';
import { installModel } from './installModel.ts';

export interface HelpContext {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** What failed, to be done again once the way is free. */
  readonly retry: () => Promise<void>;
  /** Downloads a model that is missing, with what else is; absent: that one. @returns whether it is there */
  readonly install?: (model: string) => Promise<boolean>;
  /** What can be offered here beside what can be everywhere. */
  readonly can?: readonly ErrorAction[];
}

/** Tells what went wrong, and does what the user chooses: install what is missing, try again, or start the
 * service anew. Nobody waits for it. What cannot even be told is in the log. */
export function helpWithError(error: unknown, context: HelpContext): void {
  help(error, context).catch((failure: unknown) => {
    context.log.error(failure instanceof Error ? failure : String(failure));
  });
}

async function help(error: unknown, context: HelpContext): Promise<void> {
  const { log, can = [] } = context;
  const action = await askAboutError(error, { log, can: ['install', 'retry', 'restart', ...can] });
  try {
    await act(action, error, context);
  } catch (failure) {
    helpWithError(failure, context);
  }
}

async function act(action: ErrorAction | null, error: unknown, context: HelpContext): Promise<void> {
  const { retry } = context;
  if (action === 'retry') {
    await retry();
  } else if (action === 'restart') {
    await vscode.commands.executeCommand('aloud.restartService');
    await retry();
  } else if (action === 'install') {
    const model = isSpeechError(error) ? error.data['model'] : undefined;
    if (typeof model === 'string') await installAndRetry(model, context);
  }
}

/** Where the download fails, that is what is tried again. */
async function installAndRetry(model: string, context: HelpContext): Promise<void> {
  const { service, retry, install = (id: string) => installModel(service, id) } = context;
  try {
    if (!(await install(model))) return;
  } catch (error) {
    helpWithError(error, { ...context, retry: () => installAndRetry(model, context) });
    return;
  }
  await retry();
}
