import * as vscode from 'vscode';
import { toPhrase } from './vocabularyText.ts';

/** Offers to add what is selected, as a name or a term is, to the vocabulary of dictation. */
export function registerVocabularyActions(): vscode.Disposable {
  const kind = vscode.CodeActionKind.QuickFix;
  return vscode.languages.registerCodeActionsProvider(
    ['file', 'untitled', 'vscode-remote'].map((scheme) => ({ scheme })),
    {
      provideCodeActions(document, range) {
        const phrase = range.isSingleLine ? toPhrase(document.getText(range)) : null;
        if (phrase === null) return [];
        const title = vscode.l10n.t('Add "{0}" to the vocabulary', phrase);
        const action = new vscode.CodeAction(title, kind);
        action.command = { command: 'aloud.vocabulary.add', title, arguments: [phrase] };
        return [action];
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}
