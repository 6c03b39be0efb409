import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { activateExtension, outFolder, playIntoMicrophone, startDictating, until } from './support/host.ts';

const setting = 'aloud.dictation.replacements';

/** Dictates with replacements of the user, of the workspace, and with one that comes while the dictation runs. */
export async function run(): Promise<void> {
  const { onDidHear } = await activateExtension();
  const finals: string[] = [];
  const partials: string[] = [];
  onDidHear((event) => {
    if (event.kind === 'final') finals.push(event.segment.text);
    if (event.kind === 'partial') partials.push(event.committedText + event.tentativeText);
  });
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = path.join(folder?.uri.fsPath ?? '', '.aloud/replacements.txt');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '# The rooms\nteam room -> roomFour\n');
  const settings = vscode.workspace.getConfiguration();
  const own = { 'my mail address': 'jane@example.org', 'My mail, address': 'other', wrong: 3 };
  await settings.update(setting, own, vscode.ConfigurationTarget.Global);

  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
  await vscode.window.showTextDocument(document);
  const dictation = await startDictating();
  const texts: string[] = [];
  for (const clip of ['mail', 'room', 'market']) {
    const finalCount = finals.length;
    if (clip === 'market') {
      const more = { ...own, 'the market': 'the hall' };
      await settings.update(setting, more, vscode.ConfigurationTarget.Global);
      await delay(500);
    }
    await playIntoMicrophone(path.join(outFolder, `${clip}.wav`));
    await until(`the text of ${clip}`, () => finals.length > finalCount);
    await delay(1000);
    texts.push(document.getText());
  }
  await vscode.commands.executeCommand('aloud.dictation.stop');
  await dictation.ended;
  writeFileSync(path.join(outFolder, 'texts.json'), JSON.stringify({ texts, finals, partials }));
}
