import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  activateExtension,
  askPage,
  outFolder,
  playIntoMicrophone,
  recorderCount,
  startDictating,
  until,
} from './support/host.ts';

/** What the test is told. */
export interface SeenPlaces {
  /** One document in two editors, dictated into with the cursor of the right one. */
  readonly split: string;
  /** A document with a cursor in each of two lines. */
  readonly cursors: string;
  /** The same after one undo. */
  readonly undone: string;
  readonly cell: string;
  readonly clipboard: string;
  /** What was said in one breath after another, heard when another document was there. */
  readonly left: string;
  /** Whether the key ended a dictation that a command began. */
  readonly isEndedByKey: boolean;
  /** Whether one that is begun while the last one finishes hears. */
  readonly isBegunAgain: boolean;
  /** Words that were read aloud before a dictation began, and while it went on. */
  readonly readBefore: number;
  readonly readMeanwhile: number;
}

interface Ears {
  readonly finals: string[];
  partialCount: number;
  speechEndCount: number;
  /** That were read aloud. */
  wordCount: number;
}

const clip = (name: string): string => path.join(outFolder, `${name}.wav`);

/** Dictates into editors of several kinds. */
export async function run(): Promise<void> {
  const { onDidHear, onDidHearWord } = await activateExtension();
  const ears: Ears = { finals: [], partialCount: 0, speechEndCount: 0, wordCount: 0 };
  onDidHearWord(() => (ears.wordCount += 1));
  onDidHear((event) => {
    if (event.kind === 'final') ears.finals.push(event.segment.text);
    if (event.kind === 'partial') ears.partialCount += 1;
    if (event.kind === 'speechEnd') ears.speechEndCount += 1;
  });
  const split = await intoSplit(ears);
  const { cursors, undone } = await atTwoCursors(ears);
  const { cell, clipboard } = await intoNotebook(ears);
  const left = await leave(ears);
  await lookAtLong(ears);
  const isEndedByKey = await endByKey();
  const isBegunAgain = await beginAgain(ears);
  const read = await interruptReading(ears);
  const seen: SeenPlaces = {
    ...read,
    split,
    cursors,
    undone,
    cell,
    clipboard,
    left,
    isEndedByKey,
    isBegunAgain,
  };
  writeFileSync(path.join(outFolder, 'places.json'), JSON.stringify(seen));
}

async function openNote(content: string, column?: vscode.ViewColumn): Promise<vscode.TextEditor> {
  const note = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  return vscode.window.showTextDocument(note, column);
}

/** Says a clip, and waits until it was heard. */
async function say(name: string, ears: Ears): Promise<void> {
  const count = ears.speechEndCount;
  await playIntoMicrophone(clip(name));
  await until(`the text of ${name}`, () => ears.speechEndCount > count);
  await delay(500);
}

async function dictate(name: string, ears: Ears): Promise<void> {
  const { ended } = await startDictating();
  await say(name, ears);
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await ended;
}

async function intoSplit(ears: Ears): Promise<string> {
  const left = await openNote('Left.\n\nRight.');
  const right = await vscode.window.showTextDocument(left.document, vscode.ViewColumn.Beside);
  left.selection = caret(0, 5);
  right.selection = caret(2, 6);
  await dictate('short', ears);
  const text = right.document.getText();
  await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
  return text;
}

async function atTwoCursors(ears: Ears): Promise<Pick<SeenPlaces, 'cursors' | 'undone'>> {
  const editor = await openNote('One.\nTwo.');
  editor.selections = [caret(0, 4), caret(1, 4)];
  await dictate('short', ears);
  const cursors = editor.document.getText();
  await vscode.commands.executeCommand('undo');
  return { cursors, undone: editor.document.getText() };
}

async function intoNotebook(ears: Ears): Promise<Pick<SeenPlaces, 'cell' | 'clipboard'>> {
  const cells = [new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'x = 1  # Boats.', 'python')];
  const data = new vscode.NotebookData(cells);
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
  await vscode.window.showNotebookDocument(notebook);
  await vscode.env.clipboard.writeText('');
  await vscode.commands.executeCommand('notebook.cell.edit');
  await delay(500);
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined) editor.selection = caret(0, 15);
  await dictate('short', ears);
  const cell = notebook.cellAt(0).document.getText();
  return { cell, clipboard: await vscode.env.clipboard.readText() };
}

/** Says two sentences, and goes elsewhere before the second is written. */
async function leave(ears: Ears): Promise<string> {
  const other = await openNote('');
  const note = await openNote('Before.');
  note.selection = caret(0, 7);
  const count = ears.speechEndCount;
  const { ended } = await startDictating();
  await playIntoMicrophone(clip('short'));
  await delay(900);
  await playIntoMicrophone(clip('second'));
  await vscode.window.showTextDocument(other.document);
  await ended;
  if (ears.speechEndCount === count) throw new Error('Nothing was heard.');
  return note.document.getText();
}

async function lookAtLong(ears: Ears): Promise<void> {
  await openNote('');
  const { ended } = await startDictating();
  const count = ears.partialCount;
  const said = playIntoMicrophone(clip('long'));
  await until('words', () => ears.partialCount > count);
  await delay(5500);
  await askPage('picture of the long');
  await said;
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await ended;
}

async function endByKey(): Promise<boolean> {
  await openNote('');
  const recorders = recorderCount();
  const { ended } = await startDictating();
  await vscode.commands.executeCommand('aloud.dictation.hold');
  await delay(2000);
  const isEnded = recorderCount() === recorders;
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await ended;
  return isEnded;
}

async function beginAgain(ears: Ears): Promise<boolean> {
  await openNote('');
  const recorders = recorderCount();
  const { ended } = await startDictating();
  await playIntoMicrophone(clip('long'));
  await vscode.commands.executeCommand('aloud.dictation.stop');
  const again = vscode.commands.executeCommand('aloud.dictation.toggle');
  await ended;
  await delay(2000);
  const isBegun = recorderCount() > recorders;
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await again;
  return isBegun && ears.finals.length > 0;
}

async function interruptReading(ears: Ears): Promise<Pick<SeenPlaces, 'readBefore' | 'readMeanwhile'>> {
  await openNote('One two three four five six seven eight nine ten. '.repeat(5));
  const reading = vscode.commands.executeCommand('aloud.readAloud.document');
  await until('words', () => ears.wordCount > 2);
  const { ended } = await startDictating();
  await delay(500);
  const readBefore = ears.wordCount;
  await delay(2000);
  const readMeanwhile = ears.wordCount - readBefore;
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await ended;
  await vscode.commands.executeCommand('aloud.readAloud.stop');
  await reading;
  return { readBefore, readMeanwhile };
}

function caret(line: number, character: number): vscode.Selection {
  return new vscode.Selection(line, character, line, character);
}
