import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  activateExtension,
  killDaemon,
  outFolder,
  playIntoMicrophone,
  recorderCount,
  startDictating,
  until,
} from './support/host.ts';

const clip = process.env['ALOUD_TEST_CLIP'] ?? '';

/** Kills the daemon while it reads and while it hears, and takes documents away while they are dictated into. */
export async function run(): Promise<void> {
  const { onDidHear, onDidHearWord } = await activateExtension();
  const seen: Record<string, unknown> = {};
  let wordCount = 0;
  let partialCount = 0;
  onDidHearWord(() => (wordCount += 1));
  onDidHear(({ kind }) => (partialCount += kind === 'partial' ? 1 : 0));

  const story = await vscode.workspace.openTextDocument({
    language: 'plaintext',
    content: 'One two. '.repeat(20),
  });
  await vscode.window.showTextDocument(story);
  const reading = vscode.commands.executeCommand('aloud.readAloud.document');
  await until('a word', () => wordCount > 0);
  killDaemon();
  await reading;
  const before = wordCount;
  const again = vscode.commands.executeCommand('aloud.readAloud.document');
  await until('a word after the crash', () => wordCount > before);
  await vscode.commands.executeCommand('aloud.readAloud.stop');
  await again;
  seen['readsAgain'] = wordCount > before;

  const note = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(note);
  const recorders = recorderCount();
  const broken = await startDictating();
  killDaemon();
  await broken.ended;
  await until('the microphone to be free', () => recorderCount() === recorders);
  const dictation = await startDictating();
  await playIntoMicrophone(clip);
  await until('what was said after the crash', () => note.getText() !== '');
  seen['written'] = note.getText();

  await vscode.env.clipboard.writeText('');
  await vscode.window.showTextDocument(note);
  const known = partialCount;
  await Promise.all([playIntoMicrophone(clip), until('words', () => partialCount > known)]);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await dictation.ended;
  seen['clipboard'] = await vscode.env.clipboard.readText();
  writeFileSync(path.join(outFolder, 'faults.json'), JSON.stringify(seen));
}
