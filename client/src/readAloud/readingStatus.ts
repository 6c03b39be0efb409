import * as vscode from 'vscode';

export type ReadingState = 'loading' | 'playing' | 'paused';

/** Tells in the status bar that something is read aloud; a press pauses. */
export interface ReadingStatus {
  /** @param state  null: nothing is read */
  show(state: ReadingState | null): void;
  dispose(): void;
}

const icons = { loading: '$(unmute)', playing: '$(unmute)', paused: '$(debug-pause)' };
/**
 * A voice that is loaded has begun by then. What turns before that takes an eighth of a core from it where no graphics
 * card draws it, and tells nobody anything.
 */
const patienceMs = 1000;

export function createReadingStatus(): ReadingStatus {
  const item = vscode.window.createStatusBarItem('aloud.reading', vscode.StatusBarAlignment.Right, 100);
  item.name = vscode.l10n.t('Aloud: reading');
  item.tooltip = vscode.l10n.t('Pause or go on reading');
  item.command = 'aloud.readAloud.togglePause';
  let shown: ReadingState | null = null;
  let patience: NodeJS.Timeout | undefined;
  return {
    show(state) {
      // Once for each state, and not for each word: screen readers are told of changes.
      if (state === shown) return;
      if ((shown === null) !== (state === null)) {
        void vscode.commands.executeCommand('setContext', 'aloud.isReading', state !== null);
      }
      shown = state;
      clearTimeout(patience);
      if (state === null) {
        item.hide();
        return;
      }
      const { text, label } = textsOf(state);
      item.text = `${icons[state]} ${text}`;
      item.accessibilityInformation = { label, role: 'button' };
      item.show();
      if (state === 'loading') {
        patience = setTimeout(() => {
          item.text = `$(loading~spin) ${text}`;
        }, patienceMs);
      }
    },
    dispose() {
      clearTimeout(patience);
      item.dispose();
    },
  };
}

function textsOf(state: ReadingState): { readonly text: string; readonly label: string } {
  switch (state) {
    case 'loading':
      return {
        text: vscode.l10n.t('Reading starts'),
        label: vscode.l10n.t('Aloud begins to read; press to pause'),
      };
    case 'playing':
      return { text: vscode.l10n.t('Reading'), label: vscode.l10n.t('Aloud is reading; press to pause') };
    case 'paused':
      return {
        text: vscode.l10n.t('Reading paused'),
        label: vscode.l10n.t('Reading is paused; press to go on'),
      };
  }
}
