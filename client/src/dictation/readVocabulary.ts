import * as vscode from 'vscode';
import { parseVocabulary } from '../../../protocol/vocabulary.ts';
import { firstText } from '../editor/firstText.ts';
import { readSettings } from '../settings/readSettings.ts';
import { readWorkspaceFile } from './readWorkspaceFile.ts';
import { takeWithin } from './takeWithin.ts';

/** What may be said: words as they are to be written, and programs whose identifiers are. */
export interface DictationVocabulary {
  readonly vocabulary: readonly string[];
  readonly identifierSources: readonly string[];
}

/**
 * Of the setting, of `.aloud/vocabulary.txt` in each folder of the workspace, and of the documents that are open.
 *
 * @param scope  a document, as of `readSettings`
 */
export async function readVocabulary(scope?: vscode.Uri): Promise<DictationVocabulary> {
  const { vocabulary, hasIdentifiers } = readSettings(scope);
  const files = await Promise.all(
    (vscode.workspace.workspaceFolders ?? []).map((folder) => readWorkspaceFile(folder, fileName)),
  );
  const phrases = [vocabulary.join('\n'), ...files].flatMap((text) => parseVocabulary(text).phrases);
  return {
    vocabulary: takeWithin([...new Set(phrases)].slice(0, mostListed), longestVocabulary),
    identifierSources: hasIdentifiers ? openPrograms() : [],
  };
}

/** The rest is for identifiers. */
const mostListed = 40_000;
/** UTF-16 code units; together they are half of a message that the service takes, in any language. */
const longestVocabulary = 500_000;
const longestPrograms = 1_000_000;

const fileName = '.aloud/vocabulary.txt';

/** Of a folder of the workspace. */
export function vocabularyFileOf({ uri }: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(uri, fileName);
}

const mostPrograms = 10;
const longestProgram = 1_000_000;

/** What is seen first, as far as one message takes it. */
function openPrograms(): string[] {
  const seen = vscode.window.visibleTextEditors.map(({ document }) => document);
  const documents = new Set([...seen, ...vscode.workspace.textDocuments]);
  const texts = [...documents]
    .filter(({ uri }) => uri.scheme === 'file' || uri.scheme === 'untitled')
    .slice(0, mostPrograms)
    .map((document) => firstText(document, longestProgram));
  return takeWithin(texts, longestPrograms);
}
