import * as vscode from 'vscode';
import type { DictationTarget } from './dictationTarget.ts';
import { plainText } from './plainText.ts';
import type { DictationStep } from './spokenCommands.ts';

/** Of a box that no extension can type into, such as a search: what was said is in the clipboard, all of it. */
export function createClipboardTarget(): DictationTarget {
  const said: (readonly DictationStep[])[] = [];
  const put = async (): Promise<void> => {
    await vscode.env.clipboard.writeText(plainText(said.flat()));
  };
  return {
    showTentative: () => undefined,
    clearTentative: () => undefined,
    async write(steps) {
      said.push(steps);
      await put();
      const note = vscode.l10n.t('This box takes no dictation: paste what was said from the clipboard.');
      vscode.window.setStatusBarMessage(note, 5000);
      return 'written';
    },
    async scratch() {
      said.pop();
      await put();
    },
    dispose: () => undefined,
  };
}
