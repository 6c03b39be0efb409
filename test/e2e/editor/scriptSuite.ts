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
  const suggested = {
    name: await typeAndTake(document, '\n\nAN', 5000),
    word: await typeAndTake(document, 'We had nothing to say', 500),
  };
  writeFileSync(
    path.join(outFolder, 'script.json'),
    JSON.stringify({
      diagnostics: diagnostics.map(({ code, message }) => ({ code, message })),
      fixedLine,
      labels,
      renamed,
      lens: lens?.command?.title ?? null,
      words,
      suggested,
    }),
  );
}

/** Types at the end and takes what is suggested by then. @returns the last line after it */
async function typeAndTake(document: vscode.TextDocument, text: string, limitMs: number): Promise<string> {
  const lastLine = (): string => document.lineAt(document.lineCount - 1).text;
  const editor = await vscode.window.showTextDocument(document);
  const end = document.lineAt(document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  for (const key of text) await vscode.commands.executeCommand('type', { text: key });
  const typed = lastLine();
  const deadlineMs = Date.now() + limitMs;
  while (lastLine() === typed && Date.now() < deadlineMs) {
    await delay(50);
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
  }
  return lastLine();
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
