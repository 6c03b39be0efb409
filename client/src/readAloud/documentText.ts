import * as vscode from 'vscode';
import { documentPlace } from '../editor/documentPlace.ts';
import type { PlacedText } from './offsetTracker.ts';
import type { SourceText } from './sourceText.ts';

/** A text that is read, and where it is shown. */
export interface ShownText extends SourceText {
  /** Null for one that is nowhere in the editor. */
  readonly document: vscode.TextDocument | null;
}

export function documentText(document: vscode.TextDocument): ShownText {
  return {
    document,
    languageId: document.languageId,
    place: documentPlace(document),
    length: () => document.offsetAt(document.lineAt(document.lineCount - 1).range.end),
    slice: (startOffset, endOffset) => document.getText(toRange(document, { startOffset, endOffset })),
    onChange: (listener) =>
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document) listener(event.contentChanges);
      }),
  };
}

/** A text as assistants write it. */
export function copiedText(text: string): ShownText {
  return {
    document: null,
    languageId: 'markdown',
    place: {},
    length: () => text.length,
    slice: (startOffset, endOffset) => text.slice(startOffset, endOffset),
    onChange: () => ({ dispose: () => undefined }),
  };
}

export function toRange(document: vscode.TextDocument, { startOffset, endOffset }: PlacedText): vscode.Range {
  return new vscode.Range(document.positionAt(startOffset), document.positionAt(endOffset));
}
