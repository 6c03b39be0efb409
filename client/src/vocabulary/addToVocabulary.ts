import * as vscode from 'vscode';
import { vocabularyFileOf } from '../dictation/readVocabulary.ts';
import { changeTextFile } from './changeTextFile.ts';
import { toPhrase, withoutPhrase, withPhrase } from './vocabularyText.ts';

export interface AddParts {
  /** Null: what is selected, or what the user writes. */
  readonly phrase: string | null;
  /** What became of it, in a sentence. */
  readonly tell: (sentence: string) => void;
  /** The vocabulary is another one now. */
  readonly onChanged: () => void;
}

/**
 * Adds a phrase to the vocabulary of the workspace, or to the user's where no folder is open. A button takes it out
 * again.
 *
 * @throws SpeechError fileUnwritable
 */
export async function addToVocabulary({ phrase, tell, onChanged }: AddParts): Promise<void> {
  const chosen = phrase ?? (await askForPhrase());
  if (chosen === null) return;
  const list = vocabularyOfEditor();
  if (!(await list.add(chosen))) {
    tell(vscode.l10n.t('"{0}" is in the vocabulary already.', chosen));
    return;
  }
  onChanged();
  // Nobody waits for what the user does with it.
  void offerUndo(chosen, list, onChanged);
}

async function offerUndo(phrase: string, list: PhraseList, onChanged: () => void): Promise<void> {
  const undo = vscode.l10n.t('Undo');
  const open = vscode.l10n.t('Open');
  const note = vscode.l10n.t('"{0}" is in the vocabulary now.', phrase);
  const action = await vscode.window.showInformationMessage(note, undo, open);
  if (action === open) await list.open();
  if (action !== undo) return;
  await list.remove(phrase);
  onChanged();
}

async function askForPhrase(): Promise<string | null> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? '' : editor.document.getText(editor.selection);
  const known = toPhrase(selected);
  if (known !== null) return known;
  const word = editor?.document.getWordRangeAtPosition(editor.selection.active);
  const written = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('A name or term, as it is to be written'),
    value: word === undefined ? '' : (editor?.document.getText(word) ?? ''),
    validateInput: (value) =>
      value === '' || toPhrase(value) !== null ? null : vscode.l10n.t('A few words on one line.'),
  });
  return written === undefined ? null : toPhrase(written);
}

interface PhraseList {
  /** @returns false where it has it already. @throws SpeechError fileUnwritable */
  add(phrase: string): Promise<boolean>;
  remove(phrase: string): Promise<void>;
  open(): Promise<void>;
}

function vocabularyOfEditor(): PhraseList {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const ofDocument = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  const folder = ofDocument ?? vscode.workspace.workspaceFolders?.[0];
  return folder === undefined ? userVocabulary() : fileVocabulary(vocabularyFileOf(folder));
}

function fileVocabulary(file: vscode.Uri): PhraseList {
  return {
    add: (phrase) => changeTextFile(file, (text) => withPhrase(text, phrase)),
    async remove(phrase) {
      await changeTextFile(file, (text) => withoutPhrase(text, phrase));
    },
    async open() {
      await vscode.window.showTextDocument(file);
    },
  };
}

function userVocabulary(): PhraseList {
  const settings = vscode.workspace.getConfiguration('aloud.dictation', null);
  const change = async (to: (phrases: readonly string[]) => readonly string[]): Promise<boolean> => {
    const phrases = settings.inspect<readonly string[]>('vocabulary')?.globalValue ?? [];
    const changed = to(phrases);
    if (changed.length === phrases.length) return false;
    await settings.update('vocabulary', changed, vscode.ConfigurationTarget.Global);
    return true;
  };
  return {
    add: (phrase) => change((phrases) => [...new Set([...phrases, phrase])]),
    async remove(phrase) {
      await change((phrases) => phrases.filter((other) => other !== phrase));
    },
    async open() {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'aloud.dictation.vocabulary');
    },
  };
}
