import { realpathSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { toFilePath } from './filePath.ts';

/** What stands in place of what, as offsets of the text before it. */
export interface TextEdit {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** What a notification of changes did to a text. */
export interface TextChange {
  readonly text: TextDocument;
  /** One after the other; null: all is new. */
  readonly edits: readonly TextEdit[] | null;
}

/** A new version of a text. A document is never changed: who still has it sees the version it was asked for. */
export function applyChanges(
  before: TextDocument,
  changes: readonly TextDocumentContentChangeEvent[],
  version: number,
): TextChange {
  let text = before;
  let edits: TextEdit[] | null = [];
  for (const change of changes) {
    let content = change.text;
    if ('range' in change) {
      const offsets = [text.offsetAt(change.range.start), text.offsetAt(change.range.end)] as const;
      const edit = { startOffset: Math.min(...offsets), endOffset: Math.max(...offsets), text: change.text };
      edits?.push(edit);
      const source = text.getText();
      content = source.slice(0, edit.startOffset) + edit.text + source.slice(edit.endOffset);
    } else {
      edits = null;
    }
    text = TextDocument.create(before.uri, before.languageId, version, content);
  }
  // A notification without a change still says that there is a new version.
  if (text === before) text = TextDocument.create(before.uri, before.languageId, version, before.getText());
  return { text, edits };
}

/** The real path of a document's file, under which others name it; null where it is no file. */
export function realPathOf(uri: string): string | null {
  const file = toFilePath(uri);
  if (file === null) return null;
  try {
    return realpathSync(file);
  } catch {
    // It has not been saved yet.
    return file;
  }
}
