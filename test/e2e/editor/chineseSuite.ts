import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { askPage, outFolder } from './support/host.ts';

/** Has the first steps and the view of models looked at. */
export async function run(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'aloud.aloud#firstSteps');
  const steps = await askPage('look at steps');
  await vscode.commands.executeCommand('aloud.models.focus');
  const models = await askPage('look at models');
  writeFileSync(path.join(outFolder, 'chinese.json'), JSON.stringify({ steps, models }));
}
