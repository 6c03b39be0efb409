import * as vscode from 'vscode';

/** The Markdown preview of VS Code that is active, or null. */
export function activeMarkdownPreview(): MarkdownPreview | null {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const input = tab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === 'vscode.markdown.preview.editor') {
    return { document: () => vscode.workspace.openTextDocument(input.uri) };
  }
  // Extensions see the view type behind a prefix.
  if (!(input instanceof vscode.TabInputWebview) || !/(^|-)markdown\.preview$/.test(input.viewType))
    return null;
  return { document: async () => documentOfLabel(tab?.label ?? '') ?? (await shownSource()) };
}

export interface MarkdownPreview {
  document(): Thenable<vscode.TextDocument | null>;
}

/**
 * A tab of a preview names its document in its label only: "Preview NAME", in the language of VS Code. It counts where
 * one document that is open has this name and one word is before it.
 */
function documentOfLabel(label: string): vscode.TextDocument | null {
  const named = vscode.workspace.textDocuments.filter(({ languageId, uri }) => {
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    return languageId === 'markdown' && label.endsWith(name) && /^\S*\s?$/.test(label.slice(0, -name.length));
  });
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** The preview itself knows, and tells by showing the document. */
async function shownSource(): Promise<vscode.TextDocument | null> {
  await vscode.commands.executeCommand('markdown.showSource');
  return vscode.window.activeTextEditor?.document ?? null;
}
