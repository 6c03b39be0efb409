import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

const outFolder = process.env['ALOUD_TEST_OUT'] ?? tmpdir();

/** Has the document of the workspace read aloud, records the speaker, and tells when which word was shown. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<{
    readonly onDidHearWord: vscode.Event<{ readonly word: vscode.Range; readonly uri: vscode.Uri }>;
  }>('aloud.aloud');
  if (extension === undefined) throw new Error('The extension is not there.');
  const startMs = performance.now();
  const { onDidHearWord } = await extension.activate();
  const activationMs = performance.now() - startMs;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'story.md'));
  await vscode.window.showTextDocument(document);
  const words: { readonly text: string; readonly atMs: number }[] = [];
  onDidHearWord(({ word }) => words.push({ text: document.getText(word), atMs: Date.now() }));

  const recorder = spawn('parec', [
    '--latency-msec=20',
    '-d',
    'speaker.monitor',
    '--rate=16000',
    '--channels=1',
    '--format=s16le',
    '--raw',
  ]);
  recorder.stdout.pipe(createWriteStream(path.join(outFolder, 'speaker.raw')));
  const commandMs = Date.now();
  await vscode.commands.executeCommand('aloud.readAloud.document');
  await delay(500);
  recorder.kill();
  writeFileSync(path.join(outFolder, 'words.json'), JSON.stringify({ activationMs, commandMs, words }));
}
