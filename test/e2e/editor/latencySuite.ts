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
  /** When each command was given to read, beside which the daemon made the same by itself. */
  readonly startsMs: readonly number[];
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
const startCount = 11;
const readingCount = 3;

/** Measures how long everything takes that a user waits for. */
export async function run(): Promise<void> {
  const startMs = now();
  const api = await activateExtension();
  const activationMs = now() - startMs;
  const typing = await type();
  const dictation = await dictate();
  await vscode.window.showTextDocument(await open('read.txt'));
  await askPage('startRecording');
  const startsMs = await startReading(api);
  const readings = await read(api);
  await askPage('stopRecording');
  const seen: SeenLatency = { activationMs, typing, dictation, startsMs, readings };
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

/**
 * Begins to read again and again, right behind what the daemon makes by itself or before it, so that what slows the
 * machine for a while slows both. The first loads what reads.
 */
async function startReading(api: AloudApi): Promise<readonly number[]> {
  const startsMs: number[] = [];
  for (let count = 0; count < startCount; count += 1) {
    const isBehind = count % 2 === 0;
    if (isBehind) await askPage('synthesize');
    startsMs.push(await readBeginning(api));
    if (!isBehind) await askPage('synthesize');
  }
  return startsMs;
}

/** @returns when the command was given */
async function readBeginning({ onDidHearWord }: AloudApi): Promise<number> {
  const heard = new Promise<void>((resolve) => {
    const words = onDidHearWord(() => {
      words.dispose();
      resolve();
    });
  });
  const commandMs = now();
  const reading = vscode.commands.executeCommand('aloud.readAloud.document');
  await heard;
  await delay(400);
  await vscode.commands.executeCommand('aloud.readAloud.stop');
  await reading;
  await delay(200);
  return commandMs;
}

async function read({ onDidHearWord }: AloudApi): Promise<readonly SeenReading[]> {
  const readings: SeenReading[] = [];
  await askPage('watchMarks');
  for (let count = 0; count < readingCount; count += 1) {
    const wordMs: number[] = [];
    const words = onDidHearWord(() => wordMs.push(now()));
    const commandMs = now();
    await vscode.commands.executeCommand('aloud.readAloud.document');
    words.dispose();
    readings.push({ commandMs, wordMs, markedMs: (await askPage('takeMarks')) as readonly number[] });
  }
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
