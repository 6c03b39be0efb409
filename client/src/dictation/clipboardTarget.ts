import * as vscode from 'vscode';
import { createClipboardText } from './clipboardText.ts';
import type { DictationTarget } from './dictationTarget.ts';

/** Of a box that no extension can type into, such as a search: what was said is in the clipboard, all of it. */
export function createClipboardTarget(): DictationTarget {
  const clipboard = createClipboardText((text) => vscode.env.clipboard.writeText(text));
  return {
    showTentative: () => undefined,
    clearTentative: () => undefined,
    async write(steps) {
      await clipboard.add(steps);
      return vscode.l10n.t('This box takes no dictation: paste what was said from the clipboard.');
    },
    scratch: () => clipboard.takeBack(),
    dispose: () => undefined,
  };
}
