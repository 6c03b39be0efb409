import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { activateExtension, outFolder, playIntoMicrophone, startDictating, until } from './support/host.ts';

/** Dictates two utterances behind a text, and takes back three by voice. */
export async function run(): Promise<void> {
  const { onDidHear } = await activateExtension();
  let finalCount = 0;
  onDidHear(({ kind }) => {
    if (kind === 'final') finalCount += 1;
  });
  const content = 'Before. ';
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  const dictation = await startDictating();
  const texts: string[] = [];
  for (const clip of ['first', 'second', 'scratch', 'scratch', 'scratch']) {
    const finals = finalCount;
    await playIntoMicrophone(path.join(outFolder, `${clip}.wav`));
    await until(`the text of ${clip}`, () => finalCount > finals);
    await delay(1000);
    texts.push(document.getText());
  }
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await dictation.ended;
  writeFileSync(path.join(outFolder, 'texts.json'), JSON.stringify(texts));
}
