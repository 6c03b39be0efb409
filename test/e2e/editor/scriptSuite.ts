import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

const outFolder = process.env['ALOUD_TEST_OUT'] ?? '';

interface HeardWord {
  readonly word: vscode.Range;
}

/** Uses what the editor offers for the script of the workspace, and writes down what it got. */
export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  const extension = vscode.extensions.getExtension<{ readonly onDidHearWord: vscode.Event<HeardWord> }>(
    'aloud.aloud',
  );
  if (extension === undefined) throw new Error('The extension is not there.');
  const { onDidHearWord } = await extension.activate();
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'story.aloud'));
  const { uri } = document;
  await vscode.window.showTextDocument(document);
  const diagnostics = await until('diagnostics', () => vscode.languages.getDiagnostics(uri));
  const place = (text: string, by = 0): vscode.Position =>
    document.positionAt(document.getText().indexOf(text) + by);

  const [wrong] = diagnostics;
  const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    wrong?.range,
  );
  const fix = fixes.find(({ isPreferred }) => isPreferred === true);
  if (fix?.edit !== undefined) await vscode.workspace.applyEdit(fix.edit);
  const fixedLine = document.lineAt(wrong?.range.start.line ?? 0).text;

  const completions = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    place('(happy)', 1),
  );
  const labels = completions.items.map(({ label }) => (typeof label === 'string' ? label : label.label));

  const rename = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    uri,
    place('MARA: (happy)'),
    'ANNA',
  );
  await vscode.workspace.applyEdit(rename);
  const renamed = document.getText();

  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  const lens = lenses.find(({ range }) => range.start.line === place('ANNA: (happy)').line);
  const words: string[] = [];
  onDidHearWord(({ word }) => words.push(document.getText(word)));
  if (lens?.command !== undefined) {
    await vscode.commands.executeCommand(
      lens.command.command,
      ...((lens.command.arguments ?? []) as readonly unknown[]),
    );
  }
  writeFileSync(
    path.join(outFolder, 'script.json'),
    JSON.stringify({
      diagnostics: diagnostics.map(({ code, message }) => ({ code, message })),
      fixedLine,
      labels,
      renamed,
      lens: lens?.command?.title ?? null,
      words,
    }),
  );
}

async function until<Item>(what: string, read: () => readonly Item[]): Promise<readonly Item[]> {
  const deadlineMs = Date.now() + 30_000;
  for (;;) {
    const found = read();
    if (found.length > 0) return found;
    if (Date.now() > deadlineMs) throw new Error(`Waited too long for ${what}.`);
    await delay(50);
  }
}
