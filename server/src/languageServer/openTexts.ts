import { realpathSync } from 'node:fs';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { ScriptEdit } from '../script/parsing/updateScript.ts';
import { toFilePath } from './filePath.ts';
import { createScriptText, type ScriptText } from './scriptText.ts';

/** What a notification of changes did to a text. */
export interface TextChange {
  readonly text: ScriptText;
  /** One after the other; null: all is new. */
  readonly edits: readonly ScriptEdit[] | null;
}

export function applyChanges(
  before: ScriptText,
  changes: readonly TextDocumentContentChangeEvent[],
  version: number,
): TextChange {
  // A notification without a change still says that there is a new version.
  let text: ScriptText = { ...before, version };
  let edits: ScriptEdit[] | null = [];
  for (const change of changes) {
    if ('range' in change) {
      const offsets = [text.offsetAt(change.range.start), text.offsetAt(change.range.end)] as const;
      const edit = { startOffset: Math.min(...offsets), endOffset: Math.max(...offsets), text: change.text };
      text = text.edited(edit, version);
      edits?.push({ ...edit, after: text.getText() });
    } else {
      edits = null;
      text = createScriptText({ uri: before.uri, languageId: before.languageId, version }, change.text);
    }
  }
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
