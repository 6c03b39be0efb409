import * as vscode from 'vscode';

/** What the user says of a clip. */
export interface VoiceDraft {
  readonly transcript: string;
  readonly name: string;
  /** Whose voice it is. */
  readonly statement: string;
}

/** Asks for each in turn, with what is known so far. @returns null where the user gave up */
export async function askForVoice(draft: VoiceDraft): Promise<VoiceDraft | null> {
  const transcript = await ask({
    title: vscode.l10n.t('Transcript of the clip (1 of 3)'),
    prompt: vscode.l10n.t('Exactly what is said in it. Correct what was heard.'),
    value: draft.transcript,
  });
  if (transcript === null) return null;
  const name = await ask({
    title: vscode.l10n.t('Name of the voice (2 of 3)'),
    prompt: vscode.l10n.t('Scripts and settings call it so.'),
    value: draft.name,
  });
  if (name === null) return null;
  const statement = await ask({
    title: vscode.l10n.t('Whose voice is it? (3 of 3)'),
    prompt: vscode.l10n.t('Say whose voice it is and that they agree. It is kept with the voice and shown.'),
    placeHolder: vscode.l10n.t('My own voice.'),
    value: draft.statement,
    validateInput: (text) =>
      text.trim() === '' ? vscode.l10n.t('Without this statement no voice is made.') : null,
  });
  return statement === null ? null : { transcript, name, statement };
}

async function ask(options: vscode.InputBoxOptions): Promise<string | null> {
  const answer = await vscode.window.showInputBox({ ignoreFocusOut: true, ...options });
  return answer?.trim() ?? null;
}
