import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DictationEvent } from '../../../protocol/dictation.ts';
import {
  activateExtension,
  askPage,
  killDaemon,
  outFolder,
  playIntoMicrophone,
  recorderCount,
  startDictating,
  until,
} from './support/host.ts';

/** What the test is told. */
export interface SeenFaults {
  readonly missing: {
    readonly told: unknown;
    readonly offline: unknown;
    /** Null where the test has no such disk. */
    readonly full: unknown;
    readonly written: string;
  };
  /** A document without a name, dictated into before and after it got one. */
  readonly named: { readonly before: string; readonly after: string; readonly file: string };
  readonly readsAgain: boolean;
  readonly killed: { readonly told: unknown; readonly heard: string; readonly written: string };
  readonly unplugged: {
    readonly told: unknown;
    readonly heard: string;
    readonly written: string;
    readonly without: unknown;
  };
  readonly moved: { readonly before: string; readonly after: string; readonly saved: string };
  readonly clipboard: string;
  readonly untrusted: {
    readonly isTrusted: boolean;
    readonly codes: readonly unknown[];
    readonly words: readonly string[];
    readonly playedMs: number;
  };
  readonly long: { readonly told: unknown; readonly written: string; readonly blockedMs: number };
}

const clip = process.env['ALOUD_TEST_CLIP'] ?? '';
const shortClip = process.env['ALOUD_TEST_SHORT_CLIP'] ?? '';
const hasSmallDisk = process.env['ALOUD_TEST_SMALL_DISK'] !== undefined;

/** Takes away what dictation and reading need, one after the other, in a workspace that is not trusted. */
export async function run(): Promise<void> {
  const { onDidHear, onDidHearWord } = await activateExtension();
  const ears: Ears = { words: [], events: [] };
  onDidHearWord(({ uri, word }) => {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    ears.words.push(document?.getText(word) ?? '');
  });
  onDidHear((event) => ears.events.push(event));
  const missing = await missModel(ears);
  const readsAgain = await loseReader(ears);
  const killed = await loseListener(ears);
  const { unplugged, recorders } = await loseMicrophone(ears);
  const { moved, clipboard } = await moveDocument(ears, recorders);
  const untrusted = await playUntrusted(ears);
  const long = await dictateIntoLong(ears);
  const named = await nameDocument(ears);
  const seen: SeenFaults = {
    missing,
    named,
    readsAgain,
    killed,
    unplugged,
    moved,
    clipboard,
    untrusted,
    long,
  };
  writeFileSync(path.join(outFolder, 'faults.json'), JSON.stringify(seen));
}

interface Ears {
  readonly words: string[];
  readonly events: DictationEvent[];
}

/** What was heard since an event: what is certain, and the words that are shown and not written yet. */
function heardSince(events: readonly DictationEvent[], start: number): string {
  const finals = events.slice(start).flatMap((event) => (event.kind === 'final' ? event.segment.text : []));
  const last = events.at(-1);
  const shown = last?.kind === 'partial' ? [`${last.committedText}${last.tentativeText}`] : [];
  return [...finals, ...shown].join(' ');
}

async function openNote(): Promise<vscode.TextDocument> {
  const note = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(note);
  return note;
}

/** Says the sentence until some words of it are shown; again where the engine was not there yet. */
async function saySome({ events }: Ears): Promise<void> {
  for (let isShown = false; !isShown;) {
    const count = events.length;
    const said = playIntoMicrophone(clip);
    const isOver = (): boolean => events.slice(count).some(({ kind }) => kind === 'speechEnd');
    const isHeard = (): boolean => events.slice(count).at(-1)?.kind === 'partial';
    await until('words', () => isHeard() || isOver());
    isShown = !isOver();
    if (!isShown) await said;
  }
}

/** Says a short sentence, and waits until it was heard. */
async function say({ events }: Ears): Promise<void> {
  const count = events.length;
  await playIntoMicrophone(shortClip);
  await until('the sentence', () => events.slice(count).some(({ kind }) => kind === 'speechEnd'));
}

/** No models, no network and no room. */
async function missModel(ears: Ears): Promise<SeenFaults['missing']> {
  const note = await openNote();
  const recorders = recorderCount();
  void vscode.commands.executeCommand('aloud.dictation.toggle');
  const told = await askPage('read the error');
  await askPage('press Download');
  const offline = await askPage('read the error');
  await askPage('go online');
  await askPage('press Try again');
  const full = hasSmallDisk ? await askPage('read the error') : null;
  if (hasSmallDisk) {
    await askPage('make room');
    await askPage('press Try again');
  }
  await until('the microphone to be heard', () => recorderCount() > recorders);
  await say(ears);
  await until('the first dictation', () => note.getText() !== '');
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await until('the microphone to be free', () => recorderCount() === recorders);
  return { told, offline, full, written: note.getText() };
}

/** While it is dictated into. */
async function nameDocument(ears: Ears): Promise<SeenFaults['named']> {
  const note = await openNote();
  const { ended } = await startDictating();
  await say(ears);
  await until('the words without a name', () => note.getText() !== '');
  const before = note.getText();
  await askPage('save under a name');
  await until('the name', () => note.isClosed);
  const named = vscode.window.activeTextEditor?.document;
  await say(ears);
  await until('the words under a name', () => named?.getText() !== before);
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await ended;
  return { before, after: named?.getText() ?? '', file: named?.uri.scheme ?? '' };
}

async function loseReader({ words }: Ears): Promise<boolean> {
  const story = await vscode.workspace.openTextDocument({
    language: 'plaintext',
    content: 'One two. '.repeat(20),
  });
  await vscode.window.showTextDocument(story);
  const reading = vscode.commands.executeCommand('aloud.readAloud.document');
  await until('a word', () => words.length > 0);
  killDaemon();
  await reading;
  const before = words.length;
  const again = vscode.commands.executeCommand('aloud.readAloud.document');
  await until('a word after the crash', () => words.length > before);
  await vscode.commands.executeCommand('aloud.readAloud.stop');
  await again;
  await vscode.commands.executeCommand('notifications.clearAll');
  return words.length > before;
}

async function loseListener(ears: Ears): Promise<SeenFaults['killed']> {
  const note = await openNote();
  const recorders = recorderCount();
  const start = ears.events.length;
  const { ended } = await startDictating();
  await saySome(ears);
  killDaemon();
  await ended;
  const heard = heardSince(ears.events, start);
  const told = await askPage('read the error');
  await vscode.commands.executeCommand('notifications.clearAll');
  await until('the microphone to be free', () => recorderCount() === recorders);
  return { told, heard, written: note.getText() };
}

/** Leaves a dictation that was begun again. */
async function loseMicrophone(ears: Ears) {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(outFolder);
  const file = vscode.Uri.joinPath(folder, 'story.txt');
  await vscode.workspace.fs.writeFile(file, new Uint8Array());
  const story = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(story);
  const recorders = recorderCount();
  const start = ears.events.length;
  const { ended } = await startDictating();
  await saySome(ears);
  await askPage('unplug');
  await ended;
  const heard = heardSince(ears.events, start);
  const written = story.getText();
  const told = await askPage('read the error');
  await askPage('press Try again');
  const without = await askPage('read the error');
  await askPage('plug');
  await askPage('press Try again');
  await until('the microphone to be heard', () => recorderCount() > recorders);
  return { unplugged: { told, heard, written, without }, recorders };
}

/** The document is saved and renamed, then takes no text, then is closed. */
async function moveDocument(ears: Ears, recorders: number) {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error('The document is gone.');
  const before = editor.document.getText();
  await editor.document.save();
  const renamed = vscode.Uri.joinPath(editor.document.uri, '../renamed.txt');
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(editor.document.uri, renamed);
  await vscode.workspace.applyEdit(edit);
  await say(ears);
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.toString() !== renamed.toString()) throw new Error('The document was not renamed.');
  await until('the words in the renamed document', () => document.getText() !== before);
  await document.save();
  const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(renamed));
  const after = document.getText();

  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
  await say(ears);
  if (document.getText() !== after) throw new Error('A document that is read-only was written to.');
  await saySome(ears);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  await until('the microphone to be free', () => recorderCount() === recorders);
  await until('what was said before', () => ears.events.at(-1)?.kind === 'speechEnd');
  const clipboard = await vscode.env.clipboard.readText();
  return { moved: { before, after, saved }, clipboard };
}

async function playUntrusted({ words }: Ears): Promise<SeenFaults['untrusted']> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(outFolder);
  const script = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'script.aloud'));
  await vscode.window.showTextDocument(script);
  await until('findings', () => vscode.languages.getDiagnostics(script.uri).length > 0);
  const codes = vscode.languages.getDiagnostics(script.uri).map(({ code }) => code);
  const before = words.length;
  const startMs = Date.now();
  await vscode.commands.executeCommand('aloud.readAloud.document');
  const playedMs = Date.now() - startMs;
  return { isTrusted: vscode.workspace.isTrusted, codes, words: words.slice(before), playedMs };
}

/** Forty-eight megabytes: VS Code shows extensions nothing longer than fifty. */
async function dictateIntoLong(ears: Ears): Promise<SeenFaults['long']> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(outFolder);
  const file = vscode.Uri.joinPath(folder, 'long.aloud');
  const line = 'The lighthouse stood alone above the bay, and nobody came.\n';
  writeFileSync(file.fsPath, line.repeat(Math.floor(48_000_000 / line.length)));
  const script = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(script);
  const told = await askPage('read the note');
  const end = script.lineAt(script.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  const endWatch = watchBlocking();
  const { ended } = await startDictating();
  await say(ears);
  const textAtEnd = (): string => script.getText(new vscode.Range(end, end.translate(10)));
  await until('the words in the long document', () => textAtEnd() !== '');
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await ended;
  return { told, written: textAtEnd(), blockedMs: endWatch() };
}

/** @returns what ends it, and says for how long at most nothing else ran in the extension host */
function watchBlocking(): () => number {
  let longestMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastMs - 20);
    lastMs = nowMs;
  }, 20);
  return () => {
    clearInterval(timer);
    return longestMs;
  };
}
