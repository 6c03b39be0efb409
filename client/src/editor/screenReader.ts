import * as vscode from 'vscode';

/**
 * Tells users of a screen reader what others see. Whether one runs, VS Code tells extensions in the conditions of keys
 * only, and in its setting where it is on.
 */
export interface ScreenReader {
  /** A key told that one runs. */
  note(): void;
  isKnownToRun(): boolean;
  /** Has a sentence read where one is known to run. */
  tell(sentence: string): void;
}

/** What the argument of a key says where its condition is that a screen reader runs. */
export const screenReaderArgument = 'screenReader';

export function createScreenReader(): ScreenReader {
  let isNoted = false;
  const isKnownToRun = (): boolean =>
    isNoted || vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on';
  return {
    note() {
      isNoted = true;
    },
    isKnownToRun,
    tell(sentence) {
      // VS Code has its notifications read.
      if (isKnownToRun()) void vscode.window.showInformationMessage(sentence);
    },
  };
}
