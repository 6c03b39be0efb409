import * as vscode from 'vscode';
import { firstText } from '../editor/firstText.ts';
import { createClipboardText } from './clipboardText.ts';
import { fitText } from './fitText.ts';
import { followDocument, hasTab } from './followDocument.ts';
import { createGhostText } from './ghostText.ts';
import { scriptSteps, speakersOf } from './scriptSteps.ts';
import { createLastUtterances } from './lastUtterances.ts';
import type { DictationStep, TextStep } from './spokenCommands.ts';
import { createUtterancePlaces } from './utterancePlaces.ts';
import { insertUtterance, writeUtterance } from './writeUtterance.ts';

/**
 * The document that is dictated into: the one that was active when the dictation began, whatever is active later and
 * whatever its name is.
 */
export interface DictationTarget {
  /** Shows words that are not certain yet. */
  showTentative(step: TextStep): void;
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
  let lastEditor = vscode.window.activeTextEditor;
  /** Of several editors that show the document the one that was active last. */
  const editorOf = (): vscode.TextEditor | undefined => {
    const shown = vscode.window.visibleTextEditors.filter(({ document }) => document === followed.current());
    const { activeTextEditor } = vscode.window;
    if (activeTextEditor !== undefined && shown.includes(activeTextEditor)) lastEditor = activeTextEditor;
    return shown.find((editor) => editor === lastEditor) ?? shown[0];
  };
  const selections = vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
    if (textEditor === editorOf()) lastPlace = textEditor.selection.active;
    if (kind === vscode.TextEditorSelectionChangeKind.Mouse) onLeave();
  });

  const tryToWrite = async (steps: readonly DictationStep[]): Promise<boolean> => {
    const document = followed.current();
    if (document === null || document.isClosed) return false;
    const editor = editorOf();
    if (editor !== undefined) return writeUtterance(editor, steps);
    if (lastPlace === null || !hasTab(document)) return false;
    const end = await insertUtterance(document, lastPlace, steps);
    if (end === null) return false;
    // What was said after it goes behind it.
    lastPlace = end;
    return true;
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
    const lineBefore = place === null ? '' : lineUpTo(document, place);
    return scriptSteps(script, { lineBefore, speakers: speakersOf(firstText(document, longestSearched)) });
  };

  return {
    showTentative(step) {
      const editor = editorOf();
      if (editor !== undefined) ghost.show(editor, fitText(step.text, { ...step, ...beforeCursor(editor) }));
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

/** As much of it as there still is. */
function lineUpTo(document: vscode.TextDocument, place: vscode.Position): string {
  const { line, character } = document.validatePosition(place);
  return document.lineAt(line).text.slice(0, character);
}

function beforeCursor({ document, selection }: vscode.TextEditor): { before: string; after: string } {
  const { line, character } = selection.active;
  const before = document.lineAt(line).text.slice(0, character);
  return { before: line === 0 ? before : `\n${before}`, after: '' };
}
