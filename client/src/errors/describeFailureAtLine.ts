import * as vscode from 'vscode';
import type { SpeechError } from '../../../protocol/errors.ts';
import { editorHint } from './editorHint.ts';

export interface FailureAtLine extends Pick<SpeechError, 'code' | 'message' | 'hint' | 'data'> {
  /** Of the document, from 1; null: what is wrong is where it is told, or nobody knows. */
  readonly line: number | null;
}

/** What is wrong in a line and the way out, as they are in the editor. */
export function describeFailureAtLine({ line, message, ...failure }: FailureAtLine): string {
  const where = line === null ? '' : `${vscode.l10n.t('Line {0}:', line)} `;
  return `${where}${message} ${editorHint(failure)}`.trimEnd();
}
