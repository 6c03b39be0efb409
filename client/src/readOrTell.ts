import * as vscode from 'vscode';

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
    tell(vscode.l10n.t('The speech service did not answer: {0}', String(error)));
    return [];
  }
}
