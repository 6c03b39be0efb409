import * as vscode from 'vscode';
import { latestWords } from './latestWords.ts';

/** Words that are heard but not certain yet, shown behind the cursor; they are not in the document. */
export interface GhostText {
  show(editor: vscode.TextEditor, text: string): void;
  clear(): void;
  dispose(): void;
}

export function createGhostText(): GhostText {
  const style = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorGhostText.foreground'), fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  let shownIn: vscode.TextEditor | null = null;
  const clear = (): void => {
    shownIn?.setDecorations(style, []);
    shownIn = null;
  };
  return {
    show(editor, text) {
      if (shownIn !== editor) clear();
      shownIn = editor;
      const place = editor.selection.active;
      // A space at the start would be swallowed.
      const contentText = latestWords(text).replace(/^ /u, '\u00A0');
      editor.setDecorations(style, [
        { range: new vscode.Range(place, place), renderOptions: { after: { contentText } } },
      ]);
    },
    clear,
    dispose() {
      clear();
      style.dispose();
    },
  };
}
