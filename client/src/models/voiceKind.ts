import * as vscode from 'vscode';
import type { Voice } from '../../../protocol/voices.ts';

/** What a voice sounds like, or that it is the user's own. */
export function voiceKind({ gender }: Pick<Voice, 'gender'>): string {
  if (gender === null) return vscode.l10n.t('your own');
  return gender === 'female' ? vscode.l10n.t('female') : vscode.l10n.t('male');
}
