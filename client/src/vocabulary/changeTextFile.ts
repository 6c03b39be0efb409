import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { SpeechError } from '../../../protocol/errors.ts';

/**
 * Changes a text file as a whole: in the editor, where it can be undone, if it is open there; on the disk else. A file
 * that is not there is an empty one.
 *
 * @param change  gives null where nothing is to be changed
 * @returns       whether something was changed
 * @throws SpeechError fileUnwritable
 */
export async function changeTextFile(
  file: vscode.Uri,
  change: (text: string) => string | null,
): Promise<boolean> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  try {
    return await (open === undefined ? changeOnDisk(file, change) : changeInEditor(open, change));
  } catch (cause) {
    throw new SpeechError('fileUnwritable', {
      message: `${file.fsPath} cannot be written.`,
      hint: 'Check the permissions of the file and of its folder.',
      cause,
    });
  }
}

async function changeInEditor(
  document: vscode.TextDocument,
  change: (text: string) => string | null,
): Promise<boolean> {
  const text = document.getText();
  const changed = change(text);
  if (changed === null) return false;
  const wasSaved = !document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(0), document.positionAt(text.length)),
    changed,
  );
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('The editor did not take the change.');
  // What the user has not saved is the user's to save.
  if (wasSaved && !(await document.save())) throw new Error('The document was not saved.');
  return true;
}

async function changeOnDisk(file: vscode.Uri, change: (text: string) => string | null): Promise<boolean> {
  const files = vscode.workspace.fs;
  const changed = change(await readText(file));
  if (changed === null) return false;
  const folder = vscode.Uri.joinPath(file, '..');
  const unfinished = vscode.Uri.joinPath(folder, `.${randomUUID()}.partial`);
  await files.createDirectory(folder);
  try {
    await files.writeFile(unfinished, new TextEncoder().encode(changed));
    await files.rename(unfinished, file, { overwrite: true });
  } catch (error) {
    await Promise.resolve(files.delete(unfinished)).catch(() => undefined);
    throw error;
  }
  return true;
}

async function readText(file: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return '';
    throw error;
  }
}
