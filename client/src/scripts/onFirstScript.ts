import * as vscode from 'vscode';
import type { ScriptLanguage } from './scriptLanguage.ts';

/** Starts the features of the script language when the first script is open. */
export function onFirstScript(start: () => Promise<ScriptLanguage>): { dispose(): Promise<void> } {
  let started: Promise<ScriptLanguage> | null = null;
  const startFor = ({ languageId }: vscode.TextDocument): void => {
    if (languageId === 'aloud') started ??= start();
  };
  const opens = vscode.workspace.onDidOpenTextDocument(startFor);
  for (const document of vscode.workspace.textDocuments) startFor(document);
  return {
    async dispose() {
      opens.dispose();
      const language = await started;
      await language?.dispose();
    },
  };
}
