import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  activateExtension,
  askPage,
  outFolder,
  playIntoMicrophone,
  recorderCount,
  until,
} from './support/host.ts';

/**
 * Dictates into a terminal that writes a line into a file when Enter is pressed, and presses it; then into a box that
 * no extension can type into.
 */
export async function run(): Promise<void> {
  const { onDidHear } = await activateExtension();
  let finalCount = 0;
  onDidHear(({ kind }) => {
    if (kind === 'final') finalCount += 1;
  });
  const dictateByKey = async (): Promise<void> => {
    const recorders = recorderCount();
    const finals = finalCount;
    await askPage('press the key');
    await until('the microphone to be heard', () => recorderCount() > recorders);
    await playIntoMicrophone(path.join(outFolder, 'clip.wav'));
    await until('its text', () => finalCount > finals);
    await askPage('press the key');
    await until('the microphone to be left', () => recorderCount() === recorders);
  };
  const file = path.join(outFolder, 'line.txt');
  const options = { shellPath: '/bin/sh', shellArgs: ['-c', 'read line; printf %s "$line" > "$0"', file] };
  const terminal = vscode.window.createTerminal(options);
  terminal.show();
  await terminal.processId;
  await until('the terminal to be active', () => vscode.window.activeTerminal === terminal);
  await dictateByKey();
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
}
