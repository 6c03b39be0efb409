import * as vscode from 'vscode';
import type { SpeechError } from '../../../protocol/errors.ts';
import { toMegabytes } from '../editor/toMegabytes.ts';
import { withoutCommandLine } from './withoutCommandLine.ts';

/** The way out as it is in the editor. Errors name commands and options of the command line, which nobody has here. */
export function editorHint(error: Pick<SpeechError, 'code' | 'hint' | 'data'>): string {
  const { code, hint, data } = error;
  const { model, title, bytes } = data;
  if (code === 'modelNotInstalled' && typeof title === 'string' && typeof bytes === 'number') {
    return vscode.l10n.t('{0} can be downloaded: {1} MB.', title, toMegabytes(bytes));
  }
  if (code === 'languageUnsupported' && typeof model === 'string') {
    return vscode.l10n.t('The component that pronounces it can be downloaded; its license is shown before.');
  }
  if (code === 'modelCorrupt') return vscode.l10n.t('Download it again: only what is wrong is fetched.');
  if (code === 'downloadFailed') return vscode.l10n.t('Try again: it goes on where it stopped.');
  if (code === 'networkUnreachable' && data['certificate'] === true) {
    return vscode.l10n.t(
      'Your network signs connections itself: set NODE_EXTRA_CA_CERTS to the file of its certificates, and start the editor again.',
    );
  }
  if (code === 'networkUnreachable') {
    return vscode.l10n.t('Check the connection and try again; what is downloaded works without it.');
  }
  const said = withoutCommandLine(hint);
  return said === hint ? hint : [said, wayOut(error)].filter(Boolean).join(' ');
}

function wayOut({ code }: Pick<SpeechError, 'code'>): string {
  switch (code) {
    case 'unknownVoice':
      return vscode.l10n.t('Models and Voices lists all voices.');
    case 'languageUnsupported':
    case 'modelNotInstalled':
    case 'unknownModel':
      return vscode.l10n.t('Models and Voices says what each model can do, and downloads it.');
    // What was asked is asked again.
    case 'invalidInput':
      return '';
    default:
      return vscode.l10n.t('Aloud: Doctor says what works on this machine.');
  }
}
