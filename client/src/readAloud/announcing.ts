import * as vscode from 'vscode';

/**
 * Tells users of a screen reader what they cannot hear: that speech is still being loaded, and that all was read.
 * Nothing else: what begins, pauses and goes on is heard, and a screen reader that says so would talk into it. Whether
 * one runs, VS Code tells extensions in the conditions of keys only, and in its setting where it is on.
 */
export interface Announcing {
  /** A key told that a screen reader runs. */
  noteScreenReader(): void;
  /** Before the first sound. @returns what ends the wait */
  starts(): Disposable;
  ended(): void;
}

/** Who hears something by then needs no words for it. */
const patienceMs = 2000;

export function createAnnouncing(): Announcing {
  let isNoted = false;
  const tell = (sentence: string): void => {
    const setting = vscode.workspace.getConfiguration('editor').get('accessibilitySupport');
    // VS Code has its notifications read.
    if (isNoted || setting === 'on') void vscode.window.showInformationMessage(sentence);
  };
  return {
    noteScreenReader() {
      isNoted = true;
    },
    starts() {
      const timer = setTimeout(() => {
        tell(vscode.l10n.t('Aloud is loading the voice.'));
      }, patienceMs);
      return {
        [Symbol.dispose]: () => {
          clearTimeout(timer);
        },
      };
    },
    ended() {
      tell(vscode.l10n.t('Aloud has read all of it.'));
    },
  };
}
