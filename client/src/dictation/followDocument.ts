import * as vscode from 'vscode';
import { renamedTo } from './renamedTo.ts';

/** The document that was active, also after it was renamed or, being new, saved under a name. */
export interface FollowedDocument {
  current(): vscode.TextDocument | null;
  dispose(): void;
}

/** So long VS Code may take to close what it has opened anew. */
const settledMs = 500;

/**
 * VS Code opens what is renamed as a new document, in place of the tab of the old one. Of what gets a name it says no
 * more than that the same text is saved there, just before the old document is emptied.
 *
 * @param onLeave  another document is active
 */
export function followDocument(onLeave: () => void): FollowedDocument {
  const tabsBefore = tabUris();
  let document = vscode.window.activeTextEditor?.document ?? null;
  let successor: string | null = null;
  let timer: NodeJS.Timeout | undefined;

  const followOrLeave = (next: vscode.TextDocument): void => {
    if (document !== null && !hasTab(document)) document = next;
    else onLeave();
  };
  const subscriptions = [
    vscode.workspace.onWillRenameFiles(({ files }) => {
      const renames = files.map(({ oldUri, newUri }) => [oldUri.toString(), newUri.toString()] as const);
      if (document !== null) successor = renamedTo(document.uri.toString(), renames) ?? successor;
    }),
    vscode.workspace.onWillSaveTextDocument(({ document: saved }) => {
      const isNew = document?.isUntitled === true && !tabsBefore.has(saved.uri.toString());
      if (document !== null && isNew && isSameText(document, saved)) successor = saved.uri.toString();
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      clearTimeout(timer);
      // Of no editor at all, such as when a panel has the focus, nothing follows.
      if (editor === undefined || editor.document === document) return;
      if (document === null || editor.document.uri.toString() !== successor) onLeave();
      else if (!hasTab(document)) document = editor.document;
      else timer = setTimeout(followOrLeave, settledMs, editor.document);
    }),
  ];
  return {
    current: () => document,
    dispose() {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function isSameText(left: vscode.TextDocument, right: vscode.TextDocument): boolean {
  return left.getText() === right.getText();
}

/** Somebody may still look at it; what is written into another document is lost. */
export function hasTab({ uri }: vscode.TextDocument): boolean {
  return tabUris().has(uri.toString());
}

function tabUris(): ReadonlySet<string> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return new Set(
    tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : [])),
  );
}
