import * as vscode from 'vscode';

/** Ids of `contributes.commands`; the exhaustive record below lets the compiler find a forgotten one. */
export type CommandId = 'aloud.doctor';

export function registerCommands(
  handlers: Readonly<Record<CommandId, () => Promise<void>>>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  );
}
