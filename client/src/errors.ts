import * as vscode from 'vscode';
import { isSpeechError, type SpeechError, type SpeechErrorCode } from '../../protocol/errors.ts';
import type { SettingId } from '../../protocol/settings.ts';
import { toMegabytes } from './models/megabytes.ts';
import { privacySettings } from './privacySettings.ts';

/** What a person can do about an error, offered as buttons beside its sentence. */
export type ErrorAction =
  'install' | 'retry' | 'restart' | 'chooseVoice' | 'chooseMicrophone' | 'openPrivacy' | 'showLog';

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
  languageUnsupported: [],
  microphonePermissionDenied: ['openPrivacy', 'retry'],
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
    ? `${error.message} ${hintOf(error)}`
    : vscode.l10n.t('Aloud has failed in a way it should not: {0}', String(error));
  const known = isSpeechError(error) ? actionsByCode[error.code] : (['showLog'] as const);
  const privacy = privacySettings(process.platform);
  const always: readonly ErrorAction[] = privacy === null ? ['showLog'] : ['showLog', 'openPrivacy'];
  const offered = known.filter((action) => always.includes(action) || can.includes(action));
  const labels = new Map(offered.map((action) => [labelOf(action), action]));
  const chosen = await vscode.window.showErrorMessage(message, ...labels.keys());
  const action = chosen === undefined ? null : (labels.get(chosen) ?? null);
  if (action === 'showLog') log.show();
  if (action === 'chooseMicrophone') await openSetting('aloud.dictation.microphone');
  if (action === 'openPrivacy' && privacy !== null) await vscode.env.openExternal(vscode.Uri.parse(privacy));
  return action;
}

/** The way out as it is in the editor, where the error names a command of the command line. */
function hintOf({ code, hint, data }: SpeechError): string {
  const { title, bytes } = data;
  if (code === 'modelNotInstalled' && typeof title === 'string' && typeof bytes === 'number') {
    return vscode.l10n.t('{0} can be downloaded: {1} MB.', title, toMegabytes(bytes));
  }
  if (code === 'modelCorrupt') return vscode.l10n.t('Download it again: only what is wrong is fetched.');
  if (code === 'networkUnreachable') {
    return vscode.l10n.t('Check the connection and try again; what is downloaded works without it.');
  }
  return hint;
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
    case 'chooseVoice':
      return vscode.l10n.t('Choose a voice');
    case 'chooseMicrophone':
      return vscode.l10n.t('Choose a microphone');
    case 'openPrivacy':
      return vscode.l10n.t('Open the privacy settings');
    case 'showLog':
      return vscode.l10n.t('Show log');
  }
}
