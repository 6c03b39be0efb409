import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { activateExtension, askPage, outFolder, until } from './support/host.ts';

interface Heard {
  readonly text: string;
  readonly atMs: number;
}

/**
 * Has the document of the workspace read aloud, edits it meanwhile, records the speaker, and tells when which word was
 * shown; then a notebook and the preview of the document, by what the user presses there.
 */
export async function run(): Promise<void> {
  const { onDidHearWord } = await activateExtension();
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'story.md'));
  await vscode.window.showTextDocument(document);
  let heard: Heard[] = [];
  onDidHearWord(({ uri, word }) => {
    const shown = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    heard.push({ text: shown?.getText(word) ?? '', atMs: Date.now() });
  });
  const hear = (text: string) => until(`"${text}"`, () => heard.some((word) => word.text === text));

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
  const reading = vscode.commands.executeCommand('aloud.readAloud.document');
  await hear('quiet');
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), 'Written while it was read.\n\n');
  await vscode.workspace.applyEdit(edit);
  await reading;
  await delay(300);
  recorder.kill();
  const words = heard;

  heard = [];
  const cells = [
    new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'Some *notes*.', 'markdown'),
    new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'x = 1  # Counts boats.', 'python'),
  ];
  const data = new vscode.NotebookData(cells);
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
  await vscode.window.showNotebookDocument(notebook);
  await askPage('press the key');
  await hear('boats');
  await askPage('picture of the notebook');
  await vscode.commands.executeCommand('aloud.readAloud.stop');
  const notebookWords = heard;

  heard = [];
  await vscode.commands.executeCommand('markdown.showPreview', document.uri);
  await askPage('press the button of the preview');
  await hear('Written');
  await vscode.commands.executeCommand('aloud.readAloud.stop');
  writeFileSync(
    path.join(outFolder, 'words.json'),
    JSON.stringify({ commandMs, words, notebookWords, previewWords: heard }),
  );
}
