import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { activateExtension, askPage, outFolder, until } from './support/host.ts';

/** Changes the script, and has a book made of it, twice. */
export async function run(): Promise<void> {
  await activateExtension();
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  const uri = vscode.Uri.joinPath(folder.uri, 'harbor.aloud');
  const editor = await vscode.window.showTextDocument(uri);
  await editor.edit((edit) => {
    edit.insert(
      editor.document.positionAt(editor.document.getText().length),
      '\n# The sea\n\nIt was quiet.\n',
    );
  });
  const record = path.join(folder.uri.fsPath, 'harbor', 'book.json');
  const told: unknown[] = [];
  for (const times of [1, 2]) {
    const making = vscode.commands.executeCommand('aloud.book.make');
    await askPage('take the formats');
    await askPage('take the folder');
    told.push(await askPage('see what was made'));
    await making;
    await until(`the book, time ${times}`, () => existsSync(record));
  }
  writeFileSync(
    path.join(outFolder, 'told.json'),
    JSON.stringify({ told, isDirty: editor.document.isDirty }),
  );
}
