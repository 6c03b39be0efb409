import * as vscode from 'vscode';
import { documentText, type ShownText } from './documentText.ts';
import { nothingElse, wholePart, type Part, type PartOrder } from './sourceText.ts';
import type { ReadCommand, WhatToRead } from './whatToRead.ts';

export function activeNotebook(): vscode.NotebookEditor | null {
  return vscode.window.activeNotebookEditor ?? null;
}

/**
 * The text that is selected in a cell, or several selected cells; else from the cell on, at its cursor where it is
 * edited.
 *
 * @param given  the cell at which the command was given
 * @returns null where the notebook is empty; the user has been told
 */
export function cellsToRead(
  { notebook, selections }: vscode.NotebookEditor,
  command: ReadCommand,
  given: unknown,
): WhatToRead | null {
  const cells = notebook.getCells();
  const editor = vscode.window.activeTextEditor;
  const edited = cells.find(({ document }) => document === editor?.document);
  if (command === 'selection' && edited !== undefined && editor?.selection.isEmpty === false) {
    const { document } = edited;
    const { start, end } = editor.selection;
    const startOffset = document.offsetAt(start);
    const part = { source: documentText(document), startOffset, endOffset: document.offsetAt(end) };
    return { from: { part, offset: startOffset }, order: nothingElse };
  }
  const selected = selections.flatMap((range) => notebook.getCells(range));
  const isSelection = command === 'selection' && selected.length > 1;
  const chosen = isSelection ? selected : cells;
  const named = cells.find((cell) => cell === given);
  const isFromStart = isSelection || command === 'document';
  const first = (isFromStart ? undefined : (named ?? edited ?? selected[0])) ?? chosen[0];
  if (first === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This notebook has no cells to read aloud.'));
    return null;
  }
  const cursor =
    isFromStart || named !== undefined || first !== edited ? undefined : editor?.selection.active;
  const offset = cursor === undefined ? 0 : first.document.offsetAt(cursor);
  const part = wholePart(documentText(first.document));
  return {
    from: { part, offset },
    order: orderOfCells(notebook, first.index, isSelection ? new Set(chosen) : null),
  };
}

/**
 * In the order that the notebook has when one is looked for.
 *
 * @param firstIndex  of the cell that is read first
 * @param among  null: all
 */
function orderOfCells(
  notebook: vscode.NotebookDocument,
  firstIndex: number,
  among: ReadonlySet<vscode.NotebookCell> | null,
): PartOrder<ShownText> {
  let readIndex = firstIndex;
  const neighbor = ({ document }: ShownText, by: 1 | -1): Part<ShownText> | null => {
    const cells = notebook.getCells();
    const index = cells.findIndex((cell) => cell.document === document);
    // What followed a cell that is gone is where that was.
    const isGone = index === -1;
    if (!isGone) readIndex = index;
    const rest =
      by === 1 ? cells.slice(isGone ? readIndex : readIndex + 1) : cells.slice(0, readIndex).toReversed();
    const found = rest.find((cell) => among === null || among.has(cell));
    if (found === undefined) return null;
    readIndex = found.index;
    return wholePart(documentText(found.document));
  };
  return { before: (source) => neighbor(source, -1), after: (source) => neighbor(source, 1) };
}
