import * as vscode from 'vscode';
import type { WorkSentences } from './previewWork.ts';

/** In the language of the editor. */
export const workSentences: WorkSentences = {
  rendered: ({ failedCount }) =>
    failedCount === 0
      ? vscode.l10n.t('Sounds are made')
      : vscode.l10n.t('{0} sounds could not be made', failedCount),
  checked: ({ checkedCount, knownCount, doubtfulCount, unheardCount }) =>
    [
      vscode.l10n.t(
        '{0} lines were listened to, {1} sound different.',
        checkedCount + knownCount,
        doubtfulCount,
      ),
      ...(unheardCount === 0
        ? []
        : [vscode.l10n.t('No installed engine hears the language of {0} lines.', unheardCount)]),
    ].join(' '),
};
