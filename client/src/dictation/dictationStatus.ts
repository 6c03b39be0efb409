import * as vscode from 'vscode';

/** Tells in the status bar that the microphone is heard, and how loud it is. */
export interface DictationStatus {
  show(state: 'starting' | 'ending' | null): void;
  readonly level: (rmsDb: number) => void;
  dispose(): void;
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];
const quietestDb = -60;
const loudestDb = -15;

export function createDictationStatus(): DictationStatus {
  const item = vscode.window.createStatusBarItem('aloud.dictation', vscode.StatusBarAlignment.Right, 101);
  item.name = vscode.l10n.t('Aloud: dictation');
  item.command = 'aloud.dictation.toggle';
  let isHeard = false;
  let isEnding = false;
  const label = (text: string): void => {
    item.tooltip = text;
    item.accessibilityInformation = { label: text, role: 'button' };
  };
  return {
    show(state) {
      isHeard = false;
      isEnding = state === 'ending';
      if (state === null) {
        item.hide();
        return;
      }
      if (isEnding) {
        item.text = `$(mic) ${vscode.l10n.t('Writing what was said')}`;
        label(vscode.l10n.t('What was said is written; press to dictate again'));
        return;
      }
      item.text = `$(loading~spin) ${vscode.l10n.t('Dictation starts')}`;
      label(vscode.l10n.t('Dictation starts; press to stop'));
      item.show();
    },
    level(rmsDb) {
      if (isEnding) return;
      // Once, and not with every level: screen readers are told of changes.
      if (!isHeard) label(vscode.l10n.t('Dictation is on; press to stop'));
      isHeard = true;
      const share = (rmsDb - quietestDb) / (loudestDb - quietestDb);
      const index = Math.round(Math.min(1, Math.max(0, share)) * (bars.length - 1));
      item.text = `$(mic-filled) ${bars[index] ?? ''} ${vscode.l10n.t('Listening')}`;
    },
    dispose() {
      item.dispose();
    },
  };
}
