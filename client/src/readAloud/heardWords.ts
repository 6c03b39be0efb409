import * as vscode from 'vscode';

/** Shows in the editors of a document what is heard of it, and follows it. */
export interface HeardWords {
  show(document: vscode.TextDocument, word: vscode.Range, sentence: vscode.Range): void;
  clear(): void;
  dispose(): void;
}

/** Whoever scrolls away is left alone for so long. */
const courtesyMs = 5000;

export function createHeardWords(isFollowing: () => boolean): HeardWords {
  const wordStyle = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    borderColor: new vscode.ThemeColor('editor.wordHighlightStrongBorder'),
    borderStyle: 'solid',
    borderWidth: '1px',
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  const sentenceStyle = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightBackground'),
    borderColor: new vscode.ThemeColor('editor.wordHighlightBorder'),
  });
  const revealed = new WeakMap<vscode.TextEditor, number>();
  let scrolledAwayMs = -Infinity;
  const scrolls = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
    const isOurs = Date.now() - (revealed.get(textEditor) ?? -Infinity) < 500;
    if (!isOurs) scrolledAwayMs = Date.now();
  });

  const follow = (editor: vscode.TextEditor, word: vscode.Range): void => {
    if (!isFollowing() || Date.now() - scrolledAwayMs < courtesyMs) return;
    if (editor.visibleRanges.some((visible) => visible.contains(word))) return;
    revealed.set(editor, Date.now());
    editor.revealRange(word, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };

  return {
    show(document, word, sentence) {
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document !== document) continue;
        editor.setDecorations(sentenceStyle, [sentence]);
        editor.setDecorations(wordStyle, [word]);
        follow(editor, word);
      }
    },
    clear() {
      for (const editor of vscode.window.visibleTextEditors) {
        editor.setDecorations(sentenceStyle, []);
        editor.setDecorations(wordStyle, []);
      }
    },
    dispose() {
      scrolls.dispose();
      wordStyle.dispose();
      sentenceStyle.dispose();
    },
  };
}
