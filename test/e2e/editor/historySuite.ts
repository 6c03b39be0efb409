import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { run as dictate } from './dictationSuite.ts';
import { askPage, outFolder, until } from './support/host.ts';

const historyFolder = process.env['ALOUD_HISTORY'] ?? '';

/** Dictates; then hears the last utterance again, inserts it, adds a word to the vocabulary and deletes the utterance. */
export async function run(): Promise<void> {
  await dictate();
  const keptCount = readdirSync(historyFolder).length;
  const seen: Record<string, unknown> = { keptCount };
  await vscode.commands.executeCommand('aloud.history.focus');
  await askPage('transcribe the first again');

  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  const inserting = vscode.commands.executeCommand('aloud.history.insert');
  await askPage('take the first');
  await inserting;
  seen['inserted'] = document.getText();

  seen['vocabulary'] = await addToVocabulary();
  await askPage('delete the first');
  await until('one utterance less', () => readdirSync(historyFolder).length === keptCount - 1);
  writeFileSync(path.join(outFolder, 'history.json'), JSON.stringify(seen));
}

/** By the light bulb. @returns the file then */
async function addToVocabulary(): Promise<string> {
  const content = 'The lighthouse stood alone.';
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  await vscode.window.showTextDocument(document);
  const word = new vscode.Range(0, 4, 0, 14);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    word,
  );
  const action = actions.find(({ title }) => title === 'Add "lighthouse" to the vocabulary');
  if (action?.command === undefined) throw new Error('Nothing offers to add the word.');
  const added: readonly unknown[] = action.command.arguments ?? [];
  await vscode.commands.executeCommand(action.command.command, ...added);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return readFileSync(path.join(folder?.uri.fsPath ?? '', '.aloud/vocabulary.txt'), 'utf8');
}
