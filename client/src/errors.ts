import * as vscode from 'vscode';
import { isSpeechError, type SpeechErrorCode } from '../../protocol/errors.ts';

/** What a person can do about an error, offered as buttons beside its sentence. */
export type ErrorAction = 'install' | 'retry' | 'restart' | 'chooseVoice' | 'showLog';

/** What is offered for each code; the sentence itself is the error's. */
const actionsByCode: Readonly<Record<SpeechErrorCode, readonly ErrorAction[]>> = {
  audioDeviceUnavailable: ['retry'],
  busy: ['retry'],
  cacheNotWritable: ['showLog'],
  daemonUnreachable: ['restart', 'retry', 'showLog'],
  deviceBusy: ['retry'],
  diskFull: [],
  downloadFailed: ['retry', 'showLog'],
  engineFailed: ['retry', 'showLog'],
  executionProviderUnavailable: ['showLog'],
  fileUnreadable: [],
  fileUnwritable: [],
  inputTooLong: [],
  invalidInput: [],
  languageUnsupported: [],
  microphonePermissionDenied: ['retry'],
  modelCorrupt: ['install'],
  modelIncompatible: ['install', 'showLog'],
  modelNotInstalled: ['install'],
  networkUnreachable: ['retry', 'showLog'],
  outOfMemory: ['retry'],
  protocolMismatch: ['restart', 'showLog'],
  scriptHasErrors: [],
  unauthorized: ['restart', 'retry', 'showLog'],
  unknownModel: [],
  unknownVoice: ['chooseVoice'],
  unsupportedAudio: [],
};

/** Tells what went wrong in one sentence, and offers what helps. @returns what the user chose */
export async function askAboutError(
  error: unknown,
  { log, can }: { readonly log: vscode.LogOutputChannel; readonly can: readonly ErrorAction[] },
): Promise<ErrorAction | null> {
  log.error(error instanceof Error ? error : String(error));
  const message = isSpeechError(error)
    ? `${error.message} ${error.hint}`
    : vscode.l10n.t('Aloud has failed in a way it should not: {0}', String(error));
  const known = isSpeechError(error) ? actionsByCode[error.code] : (['showLog'] as const);
  const offered = known.filter((action) => action === 'showLog' || can.includes(action));
  const labels = new Map(offered.map((action) => [labelOf(action), action]));
  const chosen = await vscode.window.showErrorMessage(message, ...labels.keys());
  const action = chosen === undefined ? null : (labels.get(chosen) ?? null);
  if (action === 'showLog') log.show();
  return action;
}

function labelOf(action: ErrorAction): string {
  switch (action) {
    case 'install':
      return vscode.l10n.t('Download');
    case 'retry':
      return vscode.l10n.t('Try again');
    case 'restart':
      return vscode.l10n.t('Restart speech service');
    case 'chooseVoice':
      return vscode.l10n.t('Choose a voice');
    case 'showLog':
      return vscode.l10n.t('Show log');
  }
}
