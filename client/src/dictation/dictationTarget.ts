import * as vscode from 'vscode';
import { fitText } from './fitText.ts';
import { createGhostText } from './ghostText.ts';
import { plainText } from './plainText.ts';
import { scriptSteps, speakersOf } from './scriptSteps.ts';
import type { DictationStep } from './spokenCommands.ts';
import { insertUtterance, writeUtterance } from './writeUtterance.ts';

/** The document that is dictated into: the one that was active when the dictation began, whatever is active later. */
export interface DictationTarget {
  /** Shows words that are not certain yet. */
  showTentative(text: string): void;
  clearTentative(): void;
  /**
   * Writes what was said. Where the document cannot take it, it goes to the clipboard, so that nothing that was said
   * is lost.
   *
   * @param script  the same as a paragraph of a script, where the document is one
   */
  write(steps: readonly DictationStep[], script: string | null): Promise<'written' | 'clipboard'>;
  /** Takes back what was written last, unless it was changed since. */
  scratch(): Promise<void>;
  dispose(): void;
}

/** @param onLeave  another document is active, or a place in this one was clicked */
export function createDictationTarget(onLeave: () => void): DictationTarget {
  const ghost = createGhostText();
  const started = vscode.window.activeTextEditor;
  const document = started?.document ?? null;
  let lastPlace = started?.selection.active ?? null;
  let writtenVersion: number | null = null;
  const subscriptions = [
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      if (textEditor.document === document) lastPlace = textEditor.selection.active;
      if (kind === vscode.TextEditorSelectionChangeKind.Mouse) onLeave();
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      // Of no editor at all, such as when a panel has the focus, nothing follows.
      if (editor !== undefined && editor.document !== document) onLeave();
    }),
  ];
  const editorOf = (): vscode.TextEditor | undefined =>
    vscode.window.visibleTextEditors.find((editor) => editor.document === document);

  const tryToWrite = async (steps: readonly DictationStep[]): Promise<boolean> => {
    if (document === null || document.isClosed) return false;
    const editor = editorOf();
    if (editor !== undefined) return writeUtterance(editor, steps);
    return lastPlace !== null && hasTab(document) && insertUtterance(document, lastPlace, steps);
  };

  const inDocument = (steps: readonly DictationStep[], script: string | null): readonly DictationStep[] => {
    if (document?.languageId !== 'aloud' || script === null) return steps;
    const place = editorOf()?.selection.start ?? lastPlace;
    const lineBefore = place === null ? '' : document.lineAt(place).text.slice(0, place.character);
    return scriptSteps(script, { lineBefore, speakers: speakersOf(document.getText()) });
  };

  return {
    showTentative(text) {
      const editor = editorOf();
      if (editor !== undefined) ghost.show(editor, fitText(text, beforeCursor(editor)));
    },
    clearTentative: () => {
      ghost.clear();
    },
    async write(steps, script) {
      ghost.clear();
      if (await tryToWrite(inDocument(steps, script))) {
        writtenVersion = document?.version ?? null;
        return 'written';
      }
      await vscode.env.clipboard.writeText(plainText(steps));
      return 'clipboard';
    },
    async scratch() {
      const isUnchanged = document !== null && document.version === writtenVersion;
      if (!isUnchanged || vscode.window.activeTextEditor?.document !== document) return;
      await vscode.commands.executeCommand('undo');
    },
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      ghost.dispose();
    },
  };
}

/** Somebody may still look at it; what is written into another document is lost. */
function hasTab({ uri }: vscode.TextDocument): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
  );
}

function beforeCursor({ document, selection }: vscode.TextEditor): { before: string; after: string } {
  const { line, character } = selection.active;
  const before = document.lineAt(line).text.slice(0, character);
  return { before: line === 0 ? before : `\n${before}`, after: '' };
}
