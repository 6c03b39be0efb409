import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  activateExtension,
  askPage,
  outFolder,
  playIntoMicrophone,
  startDictating,
  until,
  type AloudApi,
} from './support/host.ts';

/** What the extension host sees; times as `Date.now()` counts, to the fraction. */
export interface SeenLatency {
  readonly activationMs: number;
  /** Of each key until it was painted, in the same text with the extension's help and without. */
  readonly typing: { readonly script: readonly number[]; readonly plain: readonly number[] };
  readonly dictation: {
    /** The end of each clip, and when its text was in the document. */
    readonly clipEndMs: readonly number[];
    readonly writtenMs: readonly number[];
  };
  readonly readings: readonly SeenReading[];
}

export interface SeenReading {
  readonly commandMs: number;
  /** When the extension told of each word. */
  readonly wordMs: readonly number[];
  /** When each was painted with its mark. */
  readonly markedMs: readonly number[];
}

const typingRounds = 4;
const clipCount = 4;
const readingCount = 4;

/** Measures how long everything takes that a user waits for. */
export async function run(): Promise<void> {
  const startMs = now();
  const api = await activateExtension();
  const activationMs = now() - startMs;
  const typing = await type();
  const dictation = await dictate();
  const readings = await read(api);
  const seen: SeenLatency = { activationMs, typing, dictation, readings };
  writeFileSync(path.join(outFolder, 'latency.json'), JSON.stringify(seen));
}

/** By turns, so that what slows the machine for a while slows both. */
async function type(): Promise<SeenLatency['typing']> {
  const documents = { script: await open('long.aloud'), plain: await open('long.txt') };
  const typed = { script: new Array<number>(), plain: new Array<number>() };
  await vscode.window.showTextDocument(documents.script, { preview: false });
  await until(
    'the findings of the script',
    () => vscode.languages.getDiagnostics(documents.script.uri).length > 0,
  );
  // The whole of it is read once for its colors.
  await delay(3000);
  for (let round = 0; round < typingRounds; round += 1) {
    for (const kind of round % 2 === 0 ? (['plain', 'script'] as const) : (['script', 'plain'] as const)) {
      await showParagraph(documents[kind]);
      typed[kind].push(...((await askPage('type')) as readonly number[]));
    }
  }
  return typed;
}

/** In the middle, with the cursor at its end. */
async function showParagraph(document: vscode.TextDocument): Promise<void> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  let line = Math.floor(document.lineCount / 2);
  while (!/^[A-Z][a-z]+ .{30}/u.test(document.lineAt(line).text)) line += 1;
  const end = document.lineAt(line).range.end;
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.InCenter);
  await delay(800);
}

/** The first clip loads the models. */
async function dictate(): Promise<SeenLatency['dictation']> {
  const clipEndMs: number[] = [];
  const writtenMs: number[] = [];
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  const changes = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && event.contentChanges.length > 0) writtenMs.push(now());
  });
  const dictation = await startDictating();
  for (let count = 1; count <= clipCount; count += 1) {
    await playIntoMicrophone(process.env['ALOUD_TEST_CLIP'] ?? '');
    clipEndMs.push(now());
    await until('the text of the clip', () => writtenMs.length >= count);
  }
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await dictation.ended;
  changes.dispose();
  return { clipEndMs, writtenMs };
}

/** The first reading loads what reads. */
async function read({ onDidHearWord }: AloudApi): Promise<readonly SeenReading[]> {
  const readings: SeenReading[] = [];
  await vscode.window.showTextDocument(await open('read.txt'));
  for (let count = 0; count < readingCount; count += 1) {
    await askPage('prepareReading');
    const wordMs: number[] = [];
    const words = onDidHearWord(() => wordMs.push(now()));
    const commandMs = now();
    await vscode.commands.executeCommand('aloud.readAloud.document');
    words.dispose();
    readings.push({ commandMs, wordMs, markedMs: (await askPage('takeMarks')) as readonly number[] });
  }
  await askPage('stopRecording');
  return readings;
}

function open(name: string): Thenable<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  return vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
