import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { askPage, daemonPid, outFolder, until } from './support/host.ts';

/** Has the view of models looked at, listens to a voice, chooses it, asks the doctor, reports a problem and starts the service anew. */
export async function run(): Promise<void> {
  const voice = { id: 'bf_emma', engine: 'kokoro', language: 'en-GB', gender: 'female', state: 'installed' };
  const row = { kind: 'voice', voice };
  await vscode.commands.executeCommand('aloud.models.focus');
  const shown = await askPage('look');
  const recorder = spawn('parec', [
    '-d',
    'speaker.monitor',
    '--rate=16000',
    '--channels=1',
    '--format=s16le',
    '--raw',
  ]);
  recorder.stdout.pipe(createWriteStream(path.join(outFolder, 'speaker.raw')));
  await vscode.commands.executeCommand('aloud.voices.audition', row);
  await delay(500);
  recorder.kill();

  await vscode.commands.executeCommand('aloud.voices.use', row);
  const readingVoice = vscode.workspace.getConfiguration('aloud').get<string>('readAloud.voice');

  await vscode.commands.executeCommand('aloud.doctor');
  await until('the words of the doctor', () => outputs().some((text) => text.includes('✓')));
  const doctor = outputs().find((text) => text.includes('✓'));
  await vscode.commands.executeCommand('aloud.reportProblem');
  const report = vscode.window.activeTextEditor?.document.getText() ?? '';
  const pids = [daemonPid()];
  await vscode.commands.executeCommand('aloud.restartService');
  pids.push(daemonPid());
  writeFileSync(
    path.join(outFolder, 'models.json'),
    JSON.stringify({ shown, readingVoice, doctor, report, pids }),
  );
}

function outputs(): readonly string[] {
  const documents = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'output');
  return documents.map((document) => document.getText());
}
