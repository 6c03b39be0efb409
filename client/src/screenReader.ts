import * as vscode from 'vscode';

/**
 * Tells users of a screen reader what others see. Whether one runs, VS Code tells extensions in the conditions of keys
 * only, and in its setting where it is on.
 */
export interface ScreenReader {
  /** A key told that one runs. */
  note(): void;
  /** Has a sentence read where one is known to run. */
  tell(sentence: string): void;
}

/** What the argument of a key says where its condition is that a screen reader runs. */
export const screenReaderArgument = 'screenReader';

export function createScreenReader(): ScreenReader {
  let isNoted = false;
  return {
    note() {
      isNoted = true;
    },
    tell(sentence) {
      const setting = vscode.workspace.getConfiguration('editor').get('accessibilitySupport');
      // VS Code has its notifications read.
      if (isNoted || setting === 'on') void vscode.window.showInformationMessage(sentence);
    },
  };
}
