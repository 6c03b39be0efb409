import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

interface HeardEvent {
  readonly kind: 'speechStart' | 'partial' | 'final' | 'speechEnd';
}

const folder = process.env['ALOUD_TEST_CLIPS'] ?? '';
const outFolder = process.env['ALOUD_TEST_OUT'] ?? '';

/** Plays the clips of a folder into the microphone while an empty document is dictated into, and takes it all back. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<{ readonly onDidHear: vscode.Event<HeardEvent> }>(
    'aloud.aloud',
  );
  if (extension === undefined) throw new Error('The extension is not there.');
  const { onDidHear } = await extension.activate();
  const told: { readonly kind: string; readonly atMs: number }[] = [];
  const written: number[] = [];
  onDidHear(({ kind }) => told.push({ kind, atMs: Date.now() }));
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && event.contentChanges.length > 0) written.push(Date.now());
  });
  const count = (kind: string): number => told.filter((event) => event.kind === kind).length;

  const recorders = recorderCount();
  const dictation = vscode.commands.executeCommand('aloud.dictation.toggle');
  await until('the microphone is heard', () => recorderCount() > recorders);
  const texts: string[] = [];
  const clips = readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .sort();
  for (const clip of clips) {
    const before = document.getText();
    const speechEnds = count('speechEnd');
    await play(path.join(folder, clip));
    await until(
      'the end of the speech',
      () => count('speechEnd') > speechEnds && count('final') === written.length,
    );
    await delay(1500);
    texts.push(document.getText().slice(before.length));
  }
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await dictation;
  const utteranceCount = count('final');
  const text = document.getText();
  const undone: string[] = [];
  for (let index = 0; index < utteranceCount; index += 1) {
    await vscode.commands.executeCommand('undo');
    undone.push(document.getText());
  }
  writeFileSync(
    path.join(outFolder, 'dictation.json'),
    JSON.stringify({ clips, texts, text, undone, told, written }),
  );
}

function recorderCount(): number {
  return execFileSync('pactl', ['list', 'short', 'source-outputs'], { encoding: 'utf8' }).split('\n').length;
}

function play(file: string): Promise<void> {
  return new Promise((resolve) => {
    spawn('paplay', ['--device=micfeed', file]).once('close', () => {
      resolve();
    });
  });
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (!isTrue()) {
    if (Date.now() > deadlineMs) throw new Error(`Waited too long for ${what}.`);
    await delay(50);
  }
}
