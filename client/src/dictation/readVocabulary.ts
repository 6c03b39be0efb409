import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';
import { parseVocabulary } from './parseVocabulary.ts';

/** What may be said: words as they are to be written, and programs whose identifiers are. */
export interface DictationVocabulary {
  readonly vocabulary: readonly string[];
  readonly identifierSources: readonly string[];
}

/** Of the setting, of `.aloud/vocabulary.txt` in each folder of the workspace, and of the documents that are open. */
export async function readVocabulary(): Promise<DictationVocabulary> {
  const { vocabulary, hasIdentifiers } = readSettings();
  const files = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(readFolder));
  const phrases = new Set([...parseVocabulary(vocabulary.join('\n')), ...files.flat()]);
  return {
    vocabulary: [...phrases].slice(0, mostPhrases),
    identifierSources: hasIdentifiers ? openPrograms() : [],
  };
}

const mostPhrases = 40_000;
const vocabularyFile = '.aloud/vocabulary.txt';

async function readFolder({ uri }: vscode.WorkspaceFolder): Promise<string[]> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, vocabularyFile));
    return parseVocabulary(new TextDecoder().decode(bytes));
  } catch {
    // Most folders have none.
    return [];
  }
}

const mostPrograms = 10;
const longestProgram = 1_000_000;

/** What is seen first. */
function openPrograms(): string[] {
  const seen = vscode.window.visibleTextEditors.map(({ document }) => document);
  const documents = new Set([...seen, ...vscode.workspace.textDocuments]);
  return [...documents]
    .filter(({ uri }) => uri.scheme === 'file' || uri.scheme === 'untitled')
    .slice(0, mostPrograms)
    .map((document) => document.getText().slice(0, longestProgram));
}
