import * as vscode from 'vscode';
import { readSettings } from '../settings/readSettings.ts';
import { writeSetting } from '../settings/writeSetting.ts';

/** Switches whether the view follows what is read, in the settings where that is set now. @param tell  which of both it is */
export async function toggleFollow(tell: (sentence: string) => void): Promise<void> {
  const follows = !readSettings().followsReading;
  await writeSetting('aloud.readAloud.follow', follows);
  const message = follows
    ? vscode.l10n.t('The view follows what is read')
    : vscode.l10n.t('The view stays where it is while Aloud reads');
  tell(message);
}
