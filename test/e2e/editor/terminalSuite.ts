import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { GitExtension, GitRepository } from '../../../client/src/dictation/commitMessage.ts';
import {
  activateExtension,
  askPage,
  outFolder,
  playIntoMicrophone,
  recorderCount,
  until,
} from './support/host.ts';

/**
 * Dictates into a terminal that writes a line into a file when Enter is pressed, and presses it; then into boxes that
 * no extension can type into, a plain one and one that VS Code makes of an editor; then into a commit message.
 */
export async function run(): Promise<void> {
  const { onDidHear } = await activateExtension();
  let finalCount = 0;
  onDidHear(({ kind }) => {
    if (kind === 'final') finalCount += 1;
  });
  const dictateByKey = async (end = 'press the key'): Promise<void> => {
    const recorders = recorderCount();
    const finals = finalCount;
    await askPage('press the key');
    await until('the microphone to be heard', () => recorderCount() > recorders);
    await playIntoMicrophone(path.join(outFolder, 'clip.wav'));
    await until('its text', () => finalCount > finals);
    await askPage(end);
    await until('the microphone to be left', () => recorderCount() === recorders);
    // A key that stops may be held for a while; who presses it again so soon is taken for that.
    await delay(800);
  };
  const file = path.join(outFolder, 'line.txt');
  const options = { shellPath: '/bin/sh', shellArgs: ['-c', 'read line; printf %s "$line" > "$0"', file] };
  const terminal = vscode.window.createTerminal(options);
  terminal.show();
  await terminal.processId;
  await until('the terminal to be active', () => vscode.window.activeTerminal === terminal);
  await dictateByKey('press Escape');
  if (existsSync(file)) throw new Error('What was said was run.');
  terminal.sendText('', true);
  await until('the line', () => existsSync(file) && readFileSync(file, 'utf8') !== '');

  // As it goes, it gives the focus to something else.
  await until('the terminal to be gone', () => !vscode.window.terminals.includes(terminal));
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  void vscode.window.showInputBox({ ignoreFocusOut: true });
  await askPage('see the box');
  await dictateByKey();
  if (document.getText() !== '') throw new Error('What was said to the box is in the document.');
  writeFileSync(path.join(outFolder, 'clipboard.txt'), await vscode.env.clipboard.readText());
  await vscode.env.clipboard.writeText('');

  await vscode.commands.executeCommand('workbench.extensions.search', '');
  await askPage('see the search');
  await dictateByKey();
  if (document.getText() !== '') throw new Error('What was said to the search is in the document.');
  writeFileSync(path.join(outFolder, 'search.txt'), await vscode.env.clipboard.readText());

  const repository = await openRepository();
  await vscode.commands.executeCommand('workbench.view.scm');
  await vscode.commands.executeCommand('workbench.scm.action.focusNextInput');
  await askPage('see the message');
  await vscode.workspace.getConfiguration('editor').update('accessibilitySupport', 'on', true);
  await dictateByKey();
  await askPage('see what was written');
  if (document.getText() !== '') throw new Error('What was said to the message is in the document.');
  writeFileSync(path.join(outFolder, 'message.txt'), repository.inputBox.value);
}

async function openRepository(): Promise<GitRepository> {
  // Other tests want no repository.
  await vscode.workspace.getConfiguration('git').update('enabled', true, true);
  const git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
  await until('git to be there', () => git?.enabled === true);
  const api = git?.getAPI(1);
  await until('the repository', () => api?.repositories[0] !== undefined);
  const [repository] = api?.repositories ?? [];
  if (repository === undefined) throw new Error('There is no repository.');
  return repository;
}
