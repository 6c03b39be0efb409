import * as vscode from 'vscode';
import { createFollowing, type Following } from './following.ts';

/** Shows in the editors of a document what is heard of it, and follows it. */
export interface HeardWords {
  show(document: vscode.TextDocument, word: vscode.Range, sentence: vscode.Range): void;
  clear(): void;
  /** Whoever scrolled away wants to see again what is read. */
  followAgain(): void;
  /** Opens what is read, at its word. */
  reveal(): Promise<void>;
  dispose(): void;
}

/** What is heard now. */
interface Heard {
  readonly document: vscode.TextDocument;
  readonly word: vscode.Range;
}

type Editor = vscode.TextEditor | vscode.NotebookEditor;

/** Scrolling so soon after ours is ours. */
const ownScrollMs = 500;

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
    // Themes of high contrast have no background there. Around a word there is a border already.
    outline: '1px dashed',
    outlineColor: new vscode.ThemeColor('editor.wordHighlightBorder'),
  });
  let heard: Heard | null = null;
  let views = new WeakMap<Editor, View>();
  const viewOf = (editor: Editor): View => {
    const known = views.get(editor);
    if (known !== undefined) return known;
    const view = {
      following: createFollowing(() => Date.now()),
      firstLine: firstOf(editor),
      revealedMs: -Infinity,
    };
    views.set(editor, view);
    return view;
  };

  const scrolled = (editor: Editor): void => {
    if (heard === null || placeIn(editor, heard) === null) return;
    const view = viewOf(editor);
    const firstLine = firstOf(editor);
    const isOurs = Date.now() - view.revealedMs < ownScrollMs;
    // A panel that opens hides lines at the end; nobody has scrolled.
    if (!isOurs && firstLine !== view.firstLine) view.following.scrolled(isInView(editor, heard));
    view.firstLine = firstLine;
  };
  const subscriptions = vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      scrolled(textEditor);
    }),
    vscode.window.onDidChangeNotebookEditorVisibleRanges(({ notebookEditor }) => {
      scrolled(notebookEditor);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (heard !== null && textEditor.document === heard.document) viewOf(textEditor).following.worked();
    }),
  );

  const follow = (editor: Editor, now: Heard): void => {
    const view = viewOf(editor);
    if (!view.following.hears(isInView(editor, now)) || !isFollowing()) return;
    view.revealedMs = Date.now();
    go(editor, now);
  };

  return {
    show(document, word, sentence) {
      heard = { document, word };
      for (const editor of vscode.window.visibleTextEditors) {
        if (editor.document !== document) continue;
        editor.setDecorations(sentenceStyle, [sentence]);
        editor.setDecorations(wordStyle, [word]);
      }
      for (const editor of editorsOf(heard)) follow(editor, heard);
    },
    clear() {
      if (heard === null) return;
      heard = null;
      views = new WeakMap();
      for (const editor of vscode.window.visibleTextEditors) {
        editor.setDecorations(sentenceStyle, []);
        editor.setDecorations(wordStyle, []);
      }
    },
    followAgain() {
      if (heard === null) return;
      for (const editor of editorsOf(heard)) viewOf(editor).following.resume();
    },
    async reveal() {
      if (heard === null) return;
      const shown = await open(heard);
      viewOf(shown).following.resume();
      viewOf(shown).revealedMs = Date.now();
      go(shown, heard);
    },
    dispose() {
      subscriptions.dispose();
      wordStyle.dispose();
      sentenceStyle.dispose();
    },
  };
}

interface View {
  readonly following: Following;
  firstLine: number;
  revealedMs: number;
}

const isNotebook = (editor: Editor): editor is vscode.NotebookEditor => 'notebook' in editor;

/** Of the cells of a notebook only the notebook scrolls. */
function editorsOf(heard: Heard): readonly Editor[] {
  const all = [...vscode.window.visibleTextEditors, ...vscode.window.visibleNotebookEditors];
  return all.filter((editor) => placeIn(editor, heard) !== null);
}

/** @returns line, or number of the cell, that is heard; null where it is in another document */
function placeIn(editor: Editor, { document, word }: Heard): number | null {
  if (!isNotebook(editor)) {
    const isCell = document.uri.scheme === 'vscode-notebook-cell';
    return editor.document === document && !isCell ? word.start.line : null;
  }
  return editor.notebook.getCells().find((cell) => cell.document === document)?.index ?? null;
}

function isInView(editor: Editor, heard: Heard): boolean {
  const place = placeIn(editor, heard);
  if (place === null) return false;
  if (isNotebook(editor)) return editor.visibleRanges.some(({ start, end }) => start <= place && place < end);
  return editor.visibleRanges.some((visible) => visible.contains(heard.word));
}

function firstOf(editor: Editor): number {
  if (isNotebook(editor)) return editor.visibleRanges[0]?.start ?? 0;
  return editor.visibleRanges[0]?.start.line ?? 0;
}

function go(editor: Editor, heard: Heard): void {
  const place = placeIn(editor, heard);
  if (place === null) return;
  if (isNotebook(editor)) {
    editor.revealRange(
      new vscode.NotebookRange(place, place + 1),
      vscode.NotebookEditorRevealType.InCenterIfOutsideViewport,
    );
  } else {
    editor.revealRange(heard.word, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

async function open({ document }: Heard): Promise<Editor> {
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some((cell) => cell.document === document),
  );
  if (notebook !== undefined) return vscode.window.showNotebookDocument(notebook);
  return vscode.window.showTextDocument(document);
}
