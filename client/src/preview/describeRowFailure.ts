import * as vscode from 'vscode';
import type { SpeechError } from '../../../protocol/errors.ts';
import { editorHint } from '../editorHint.ts';

export interface RowFailure extends Pick<SpeechError, 'code' | 'message' | 'hint' | 'data'> {
  /** Of the document, from 1; null: what is wrong is not at another place than the row. */
  readonly line: number | null;
}

/** What is wrong with a row and the way out, as they are in the editor. */
export function describeRowFailure({ line, message, ...failure }: RowFailure): string {
  const where = line === null ? '' : `${vscode.l10n.t('Line {0}:', line)} `;
  return `${where}${message} ${editorHint(failure)}`.trimEnd();
}
