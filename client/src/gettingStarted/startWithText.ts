import * as vscode from 'vscode';

/** Opens a short text and has it read. */
export async function startReading(): Promise<void> {
  await open('markdown', readingText);
  await vscode.commands.executeCommand('aloud.readAloud.document');
}

/** Opens a short script, ready to be played. */
export async function startScript(): Promise<void> {
  await open('aloud', scriptText);
}

async function open(language: string, content: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
}

const readingText = `# The harbor

The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates.

By noon the *market* had opened, and nobody spoke of the night before.
`;

const scriptText = `---
cast:
  narrator: af_heart
  MARA: bf_emma
  JON: am_michael
---

# The harbor

The harbor was quiet. [pause 1s] Then a door opened.

MARA: (whispering) Did you hear that?

JON: (calm) It is only the wind.
`;
