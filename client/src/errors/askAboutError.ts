import * as vscode from 'vscode';
import { isSpeechError, type SpeechErrorCode } from '../../../protocol/errors.ts';
import type { SettingId } from '../../../protocol/settings.ts';
import { editorHint } from './editorHint.ts';
import { privacySettings } from './privacySettings.ts';

/** What a person can do about an error, offered as buttons beside its sentence. */
export type ErrorAction =
  'install' | 'retry' | 'restart' | 'chooseMicrophone' | 'openModels' | 'openPrivacy' | 'showLog';

/** What is offered for each code; the sentence itself is the error's. */
const actionsByCode: Readonly<Record<SpeechErrorCode, readonly ErrorAction[]>> = {
  audioDeviceUnavailable: ['retry', 'chooseMicrophone'],
  busy: ['retry'],
  cacheNotWritable: ['retry', 'showLog'],
  daemonUnreachable: ['restart', 'retry', 'showLog'],
  deviceBusy: ['retry', 'chooseMicrophone'],
  diskFull: ['retry'],
  downloadFailed: ['retry', 'showLog'],
  engineFailed: ['retry', 'showLog'],
  executionProviderUnavailable: ['showLog'],
  fileUnreadable: [],
  fileUnwritable: [],
  inputTooLong: [],
  invalidInput: [],
  languageUnsupported: ['install', 'openModels'],
  microphonePermissionDenied: ['openPrivacy', 'retry'],
  modelCorrupt: ['install', 'openModels'],
  modelIncompatible: ['install', 'openModels', 'showLog'],
  modelNotInstalled: ['install', 'openModels'],
  networkUnreachable: ['retry', 'showLog'],
  outOfMemory: ['retry'],
  protocolMismatch: ['restart', 'showLog'],
  scriptHasErrors: [],
  unauthorized: ['restart', 'retry', 'showLog'],
  unknownModel: ['openModels'],
  unknownVoice: ['openModels'],
  unsupportedAudio: [],
};

/** Tells what went wrong in one sentence, and offers what helps. @returns what the user chose */
export async function askAboutError(
  error: unknown,
  { log, can }: { readonly log: vscode.LogOutputChannel; readonly can: readonly ErrorAction[] },
): Promise<ErrorAction | null> {
  log.error(error instanceof Error ? error : String(error));
  const message = isSpeechError(error)
    ? `${error.message} ${editorHint(error)}`
    : vscode.l10n.t('Aloud has failed in a way it should not: {0}', String(error));
  const known = isSpeechError(error) ? actionsByCode[error.code] : (['showLog'] as const);
  const privacy = privacySettings(process.platform);
  const always: readonly ErrorAction[] = [
    'showLog',
    'openModels',
    ...(privacy === null ? [] : (['openPrivacy'] as const)),
  ];
  const isNamed = isSpeechError(error) && typeof error.data['model'] === 'string';
  const offered = known
    .filter((action) => always.includes(action) || can.includes(action))
    // What is not named cannot be downloaded here, and what is needs no looking for.
    .filter((action) => action !== (isNamed ? 'openModels' : 'install'));
  const labels = new Map(offered.map((action) => [labelOf(action), action]));
  const chosen = await vscode.window.showErrorMessage(message, ...labels.keys());
  const action = chosen === undefined ? null : (labels.get(chosen) ?? null);
  if (action === 'showLog') log.show();
  if (action === 'openModels') await vscode.commands.executeCommand('aloud.models.focus');
  if (action === 'chooseMicrophone') await openSetting('aloud.dictation.microphone');
  if (action === 'openPrivacy' && privacy !== null) await vscode.env.openExternal(vscode.Uri.parse(privacy));
  return action;
}

async function openSetting(id: SettingId): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${id}`);
}

function labelOf(action: ErrorAction): string {
  switch (action) {
    case 'install':
      return vscode.l10n.t('Download');
    case 'retry':
      return vscode.l10n.t('Try again');
    case 'restart':
      return vscode.l10n.t('Restart speech service');
    case 'chooseMicrophone':
      return vscode.l10n.t('Choose a microphone');
    case 'openModels':
      return vscode.l10n.t('Models and Voices');
    case 'openPrivacy':
      return vscode.l10n.t('Open the privacy settings');
    case 'showLog':
      return vscode.l10n.t('Show log');
  }
}
