import * as vscode from 'vscode';
import { createClipboardText } from './clipboardText.ts';
import { nowhereToWrite, type DictationTarget } from './dictationTarget.ts';
import type { DictationStep } from './spokenCommands.ts';

const backspace = '\u007F';

/** Types into a terminal what was said, and never runs it: a line said to be new is a space there. */
export function createTerminalTarget(terminal: vscode.Terminal): DictationTarget {
  const clipboard = createClipboardText((text) => vscode.env.clipboard.writeText(text));
  /** Of each utterance, in characters. */
  const lengths: number[] = [];
  return {
    showTentative: () => undefined,
    clearTentative: () => undefined,
    async write(steps) {
      if (terminal.exitStatus !== undefined) {
        await clipboard.add(steps);
        return nowhereToWrite();
      }
      const text = textOf(steps);
      terminal.sendText(`${text} `, false);
      lengths.push(Array.from(text).length + 1);
      return null;
    },
    scratch() {
      if (terminal.exitStatus !== undefined) return clipboard.takeBack();
      const length = lengths.pop();
      if (length !== undefined) terminal.sendText(backspace.repeat(length), false);
      return Promise.resolve(length !== undefined);
    },
    dispose: () => undefined,
  };
}

function textOf(steps: readonly DictationStep[]): string {
  const words = steps.map((step) => (step.kind === 'text' ? step.text.trim() : ' '));
  // A control character would be a key.
  return words
    .join(' ')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
