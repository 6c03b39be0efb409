import * as vscode from 'vscode';
import { copiedText, documentText } from './documentText.ts';
import { activeNotebook, cellsToRead } from './notebookCells.ts';
import { activeMarkdownPreview } from './previewedDocument.ts';
import { nothingElse, wholePart } from './sourceText.ts';
import type { ReadCommand, WhatToRead } from './whatToRead.ts';

/**
 * What a command reads of what is active: a text editor, a notebook or a Markdown preview.
 *
 * @param cell  of a notebook, where the command was given at one
 * @returns null where nothing can be read; the user has been told
 */
export async function findWhatToRead(command: ReadCommand, cell: unknown): Promise<WhatToRead | null> {
  const preview = activeMarkdownPreview();
  if (preview !== null) {
    const document = await preview.document();
    return document === null ? refuse() : partOf(document, null);
  }
  const notebook = activeNotebook();
  if (notebook !== null) return cellsToRead(notebook, command, cell);
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return refuse();
  const { document, selection } = editor;
  if (command === 'document') return partOf(document, null);
  if (command === 'selection' && !selection.isEmpty) return partOf(document, selection);
  // Without a selection, what would be selected is what begins at the cursor.
  const part = wholePart(documentText(document));
  return { from: { part, offset: document.offsetAt(selection.active) }, order: nothingElse };
}

/** @param range  null: all of it */
export function partOf(document: vscode.TextDocument, range: vscode.Range | null): WhatToRead {
  const source = documentText(document);
  const part =
    range === null
      ? wholePart(source)
      : { source, startOffset: document.offsetAt(range.start), endOffset: document.offsetAt(range.end) };
  return { from: { part, offset: part.startOffset }, order: nothingElse };
}

/** Such as an answer of an assistant, which VS Code shows to no extension. @returns as `findWhatToRead` */
export async function findClipboard(): Promise<WhatToRead | null> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The clipboard holds no text. Copy what is to be read aloud.'),
    );
    return null;
  }
  return { from: { part: wholePart(copiedText(text)), offset: 0 }, order: nothingElse };
}

/** VS Code keeps documents of more than 50 MB from extensions, and their editors too. */
function refuse(): null {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const message =
    tab?.input instanceof vscode.TabInputText
      ? vscode.l10n.t(
          'VS Code keeps {0} from extensions, as it is too large. Copy what is to be read, and choose Aloud: Read Clipboard Aloud.',
          tab.label,
        )
      : vscode.l10n.t('Open a document to have it read aloud.');
  void vscode.window.showInformationMessage(message);
  return null;
}
