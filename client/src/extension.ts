import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { showDoctor } from './doctor/showDoctor.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Aloud', { log: true });
  context.subscriptions.push(
    log,
    registerCommands({ 'aloud.doctor': () => showDoctor({ extensionPath: context.extensionPath, log }) }),
  );
}
