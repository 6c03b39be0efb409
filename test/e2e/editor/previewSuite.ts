import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { activateExtension, askPage, outFolder } from './support/host.ts';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

interface Character {
  readonly name: string;
}

/** Runs once in the window, and once again after that was reloaded. */
export async function run(): Promise<void> {
  const reloaded = path.join(outFolder, 'reloaded');
  if (existsSync(reloaded)) {
    writeFileSync(path.join(outFolder, 'restored.json'), JSON.stringify(await askPage('readRows')));
    return;
  }
  await usePreview();
  writeFileSync(reloaded, '');
  await askPage('reload');
  // The window takes this with it.
  await new Promise(() => undefined);
}

/** Opens the preview of the workspace's script, uses it, and writes down what it got. */
async function usePreview(): Promise<void> {
  const { onDidHearWord } = await activateExtension();
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'story.aloud'));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const words: string[] = [];
  onDidHearWord(({ word }) => words.push(document.getText(word)));

  // Opens it where it is not.
  const unopened = await vscode.commands.executeCommand('aloud.preview.check');
  await vscode.commands.executeCommand('aloud.preview.open');
  const rows = await askPage('readRows');
  const first = await vscode.commands.executeCommand('aloud.preview.render');
  const again = await vscode.commands.executeCommand('aloud.preview.render');
  await replace(document, 'Come in', 'Come closer');
  await askPage('seeEdit');
  const staleRows = await askPage('readRows');
  const pictures: Record<string, unknown> = {};
  for (const [name, theme] of Object.entries(themes)) {
    await vscode.workspace.getConfiguration().update('workbench.colorTheme', theme, true);
    pictures[name] = await askPage(`picture ${name}`);
  }
  const edited = await vscode.commands.executeCommand('aloud.preview.render');
  const renderedRows = await askPage('readRows');

  const checked = await vscode.commands.executeCommand('aloud.preview.check');
  const checkedRows = await askPage('readRows');

  words.length = 0;
  const playedByKey = (await askPage('playByKey')) as object;
  const keys = { ...playedByKey, words: [...words] };
  words.length = 0;
  const looped = await askPage('loopAndNext');
  const wordsOfLoop = [...words];
  words.length = 0;
  const playedByClick = await askPage('playByClick');
  const wordsByClick = [...words];

  const mara: Character = { name: 'MARA' };
  const assigning = vscode.commands.executeCommand('aloud.cast.assign', mara);
  await askPage('pickVoice');
  await assigning;
  const assigned = document.getText();
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await vscode.commands.executeCommand('undo');
  const undone = document.getText();
  await vscode.commands.executeCommand('aloud.models.focus');
  await vscode.commands.executeCommand('aloud.cast.focus');
  await askPage('dragVoice');
  for (let attempt = 0; attempt < 80 && !document.getText().includes('TOM: af_alloy'); attempt += 1) {
    await delay(100);
  }
  const dropped = document.getText();
  await document.save();
  await vscode.commands.executeCommand('workbench.action.closeSidebar');
  await vscode.workspace.getConfiguration().update('workbench.colorTheme', themes.light, true);
  const wide = await askPage('pictureWide');
  writeFileSync(
    path.join(outFolder, 'preview.json'),
    JSON.stringify({
      unopened,
      rows,
      first,
      again,
      staleRows,
      pictures,
      edited,
      renderedRows,
      checked,
      checkedRows,
      keys,
      looped,
      wordsOfLoop,
      playedByClick,
      wordsByClick,
      assigned,
      undone,
      dropped,
      wide,
    }),
  );
}

async function replace(document: vscode.TextDocument, old: string, next: string): Promise<void> {
  const start = document.getText().indexOf(old);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + old.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, next);
  await vscode.workspace.applyEdit(edit);
}
