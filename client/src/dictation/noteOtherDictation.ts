import * as vscode from 'vscode';

const noted = 'aloud.hasNotedOtherDictation';

/** Says once, where VS Code's own dictation is installed too, that both are there and which keys each has. */
export async function noteOtherDictation(state: vscode.Memento): Promise<void> {
  const isExtension = vscode.extensions.getExtension('ms-vscode.vscode-speech') !== undefined;
  // Named so in VS Code's sources, whose release notes tell of it from 1.131 on; where there is none, nothing is got.
  const isBuiltIn = vscode.workspace.getConfiguration('dictation').get('enabled') === true;
  if (!(isExtension || isBuiltIn) || state.get<boolean>(noted) === true) return;
  await state.update(noted, true);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "VS Code's own dictation keeps its keys; Aloud has Ctrl+Alt+D (Linux: Ctrl+Alt+A, macOS: Cmd+Alt+A). Only one of them should listen at a time.",
    ),
  );
}
