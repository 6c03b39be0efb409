import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TranscriptSegment } from '../../../protocol/recognition.ts';
import { activateExtension, outFolder, playIntoMicrophone, startDictating, until } from './support/host.ts';

const clipFolder = process.env['ALOUD_TEST_CLIPS'] ?? '';

/** Plays the clips of a folder into the microphone while a document is dictated into, and takes it all back. */
export async function run(): Promise<void> {
  const { onDidHear } = await activateExtension();
  const told: { readonly kind: string; readonly atMs: number }[] = [];
  const written: number[] = [];
  const segments: TranscriptSegment[] = [];
  onDidHear((event) => {
    told.push({ kind: event.kind, atMs: Date.now() });
    if (event.kind === 'final') segments.push(event.segment);
  });
  const language = process.env['ALOUD_TEST_LANGUAGE'] ?? 'plaintext';
  const document = await vscode.workspace.openTextDocument({ language, content: '' });
  await vscode.window.showTextDocument(document);
  vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && event.contentChanges.length > 0) written.push(Date.now());
  });
  const count = (kind: string): number => told.filter((event) => event.kind === kind).length;

  const dictation = await startDictating();
  const texts: string[] = [];
  const clips = readdirSync(clipFolder).filter((name) => name.endsWith('.wav'));
  for (const clip of clips.sort()) {
    const before = document.getText();
    const speechEnds = count('speechEnd');
    await playIntoMicrophone(path.join(clipFolder, clip));
    await until('its text', () => count('speechEnd') > speechEnds && count('final') === written.length);
    await delay(1500);
    texts.push(document.getText().slice(before.length));
  }
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await dictation.ended;
  const utteranceCount = count('final');
  const text = document.getText();
  const undone: string[] = [];
  for (let index = 0; index < utteranceCount; index += 1) {
    await vscode.commands.executeCommand('undo');
    undone.push(document.getText());
  }
  const seen = { segments, texts, text, undone, told, written };
  writeFileSync(path.join(outFolder, 'dictation.json'), JSON.stringify(seen));
}
