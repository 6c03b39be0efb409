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
  readonly tell: (sentence: string) => void;
  /** Of little weight: in the status bar for a while, which nobody has read; where one is known to run, as `tell`. */
  readonly tellBriefly: (sentence: string) => void;
}

const briefMs = 5000;

/** What the argument of a key says where its condition is that a screen reader runs. */
export const screenReaderArgument = 'screenReader';

export function createScreenReader(): ScreenReader {
  let isNoted = false;
  const isKnownToRun = (): boolean =>
    isNoted || vscode.workspace.getConfiguration('editor').get('accessibilitySupport') === 'on';
  const tell = (sentence: string): void => {
    // VS Code has its notifications read.
    if (isKnownToRun()) void vscode.window.showInformationMessage(sentence);
  };
  return {
    note() {
      isNoted = true;
    },
    isKnownToRun,
    tell,
    tellBriefly(sentence) {
      if (isKnownToRun()) tell(sentence);
      else vscode.window.setStatusBarMessage(sentence, briefMs);
    },
  };
}
