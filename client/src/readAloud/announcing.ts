import * as vscode from 'vscode';
import { patienceMs } from '../editor/patienceMs.ts';
import type { ScreenReader } from '../editor/screenReader.ts';

/**
 * Tells users of a screen reader what they cannot hear: that speech is still being loaded, and that all was read.
 * Nothing else: what begins, pauses and goes on is heard, and a screen reader that says so would talk into it.
 */
export interface Announcing {
  /** Before the first sound. @returns what ends the wait */
  starts(): Disposable;
  ended(): void;
}

export function createAnnouncing(screenReader: ScreenReader): Announcing {
  return {
    starts() {
      const timer = setTimeout(() => {
        screenReader.tell(vscode.l10n.t('Aloud is loading the voice.'));
      }, patienceMs);
      return {
        [Symbol.dispose]: () => {
          clearTimeout(timer);
        },
      };
    },
    ended() {
      screenReader.tell(vscode.l10n.t('Aloud has read all of it.'));
    },
  };
}
