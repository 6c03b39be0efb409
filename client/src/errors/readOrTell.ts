import * as vscode from 'vscode';
import { isSpeechError } from '../../../protocol/errors.ts';
import { editorHint } from './editorHint.ts';

/** What a view shows of the service's; where that does not answer the view says so, and shows nothing. */
export async function readOrTell<Row>(
  read: () => Promise<readonly Row[]>,
  tell: (message: string) => void,
  log: vscode.LogOutputChannel,
): Promise<readonly Row[]> {
  try {
    return await read();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const why = isSpeechError(error) ? `${error.message} ${editorHint(error)}` : String(error);
    tell(vscode.l10n.t('{0} Aloud: Restart Speech Service starts it anew.', why));
    return [];
  }
}
