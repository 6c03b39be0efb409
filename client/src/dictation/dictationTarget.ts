import * as vscode from 'vscode';
import { firstText } from '../firstText.ts';
import { createClipboardText } from './clipboardText.ts';
import { fitText } from './fitText.ts';
import { followDocument, hasTab } from './followDocument.ts';
import { createGhostText } from './ghostText.ts';
import { scriptSteps, speakersOf } from './scriptSteps.ts';
import { createLastUtterances } from './lastUtterances.ts';
import type { DictationStep } from './spokenCommands.ts';
import { createUtterancePlaces } from './utterancePlaces.ts';
import { insertUtterance, writeUtterance } from './writeUtterance.ts';

/**
 * The document that is dictated into: the one that was active when the dictation began, whatever is active later and
 * whatever its name is.
 */
export interface DictationTarget {
  /** Shows words that are not certain yet. */
  showTentative(text: string): void;
  clearTentative(): void;
  /**
   * Writes what was said. Where the document cannot take it, it goes to the clipboard behind what went there before,
   * so that nothing that was said is lost.
   *
   * @param script  the same as a paragraph of a script, where the document is one
   * @returns       null; where it is in the clipboard, one sentence that says so
   */
  write(steps: readonly DictationStep[], script: string | null): Promise<string | null>;
  /** Takes back the last utterance that is left, unless the text was changed since. @returns whether it did */
  scratch(): Promise<boolean>;
  dispose(): void;
}

/** @param onLeave  another document is active, or a place in this one was clicked */
export function createDictationTarget(onLeave: () => void): DictationTarget {
  const ghost = createGhostText();
  const clipboard = createClipboardText((text) => vscode.env.clipboard.writeText(text));
  const followed = followDocument(onLeave);
  let lastPlace = vscode.window.activeTextEditor?.selection.active ?? null;
  const last = createLastUtterances();
  const selections = vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
    if (textEditor.document === followed.current()) lastPlace = textEditor.selection.active;
    if (kind === vscode.TextEditorSelectionChangeKind.Mouse) onLeave();
  });
  const editorOf = (): vscode.TextEditor | undefined =>
    vscode.window.visibleTextEditors.find((editor) => editor.document === followed.current());

  const tryToWrite = async (steps: readonly DictationStep[]): Promise<boolean> => {
    const document = followed.current();
    if (document === null || document.isClosed) return false;
    const editor = editorOf();
    if (editor !== undefined) return writeUtterance(editor, steps);
    return lastPlace !== null && hasTab(document) && insertUtterance(document, lastPlace, steps);
  };

  const undoLast = async (): Promise<boolean> => {
    const document = followed.current();
    if (document === null || !last.isLast(document.version)) return false;
    if (vscode.window.activeTextEditor?.document !== document) return false;
    await vscode.commands.executeCommand('undo');
    last.undid(document.version);
    return true;
  };
  const places = createUtterancePlaces({ document: undoLast, clipboard: () => clipboard.takeBack() });

  const inDocument = (steps: readonly DictationStep[], script: string | null): readonly DictationStep[] => {
    const document = followed.current();
    if (document?.languageId !== 'aloud' || script === null) return steps;
    const place = editorOf()?.selection.start ?? lastPlace;
    const lineBefore = place === null ? '' : document.lineAt(place).text.slice(0, place.character);
    return scriptSteps(script, { lineBefore, speakers: speakersOf(firstText(document, longestSearched)) });
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
      const versionBefore = followed.current()?.version ?? 0;
      if (await tryToWrite(inDocument(steps, script))) {
        last.wrote(versionBefore, followed.current()?.version ?? 0);
        places.wrote('document');
        return null;
      }
      places.wrote('clipboard');
      await clipboard.add(steps);
      return nowhereToWrite();
    },
    scratch: () => places.takeBack(),
    dispose() {
      selections.dispose();
      followed.dispose();
      ghost.dispose();
    },
  };
}

export function nowhereToWrite(): string {
  return vscode.l10n.t('No editor takes the text: it is in the clipboard.');
}

/** UTF-16 code units in which speakers are looked for: of a longer script that would take too long. */
const longestSearched = 1_000_000;

function beforeCursor({ document, selection }: vscode.TextEditor): { before: string; after: string } {
  const { line, character } = selection.active;
  const before = document.lineAt(line).text.slice(0, character);
  return { before: line === 0 ? before : `\n${before}`, after: '' };
}
