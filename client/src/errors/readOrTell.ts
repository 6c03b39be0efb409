import * as vscode from 'vscode';
import { isSpeechError } from '../../../protocol/errors.ts';
import { editorHint } from './editorHint.ts';
import type { ScreenReader } from '../editor/screenReader.ts';

/**
 * What a view shows of the service's; where that does not answer the view says so, and shows nothing.
 *
 * @param show  puts a sentence into the view, which a screen reader does not come by
 */
export async function readOrTell<Row>(
  read: () => Promise<readonly Row[]>,
  show: (message: string) => void,
  { log, screenReader }: ReadOrTellParts,
): Promise<readonly Row[]> {
  try {
    return await read();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const why = isSpeechError(error) ? `${error.message} ${editorHint(error)}` : String(error);
    const message = vscode.l10n.t('{0} Aloud: Restart Speech Service starts it anew.', why);
    show(message);
    screenReader.tell(message);
    return [];
  }
}

interface ReadOrTellParts {
  readonly log: vscode.LogOutputChannel;
  readonly screenReader: Pick<ScreenReader, 'tell'>;
}
