import * as vscode from 'vscode';
import {
  checkReplacements,
  joinReplacements,
  longestHeard,
  longestWritten,
  mostReplacements,
  parseReplacements,
  type CheckedReplacements,
  type Replacement,
  type ReplacementProblem,
} from '../../../protocol/replacements.ts';
import { readSettings } from '../settings/readSettings.ts';
import { readWorkspaceFile } from './readWorkspaceFile.ts';

export interface DictationReplacements {
  readonly replacements: readonly Replacement[];
  /** What is wrong with the first that cannot be used, in one sentence; null: nothing. */
  readonly fault: string | null;
}

const setting = 'aloud.dictation.replacements';
const fileName = '.aloud/replacements.txt';

/**
 * Of the setting, which counts first, and of `.aloud/replacements.txt` in each folder of the workspace. They may write
 * anything, so a workspace that is not trusted has none.
 *
 * @param scope  a document, as of `readSettings`
 */
export async function readReplacements(scope?: vscode.Uri): Promise<DictationReplacements> {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  const files = await Promise.all(folders.map((folder) => readWorkspaceFile(folder, fileName)));
  const lists: readonly (CheckedReplacements & { readonly place: string })[] = [
    { ...checkReplacements(readSettings(scope).replacements), place: setting },
    ...files.map((text) => ({ ...parseReplacements(text), place: fileName })),
  ];
  const all = joinReplacements(lists.map(({ replacements }) => replacements));
  const taken = takeShort(all);
  const [fault = null] = lists.flatMap(({ problems, place }) =>
    problems.map((problem) => describe(problem, place)),
  );
  const isCut = taken.length < all.length;
  return { replacements: taken, fault: fault ?? (isCut ? describe({ kind: 'tooMany' }, setting) : null) };
}

/** Told when a list that may be changed while somebody dictates is another one. */
export function onReplacementsChange(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(setting)) listener();
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith(`/${fileName}`)) listener();
    }),
  );
}

/** Tells what is wrong with the replacements, each fault once. */
export interface ReplacementFaults {
  tell(fault: string | null): void;
}

export function createReplacementFaults(): ReplacementFaults {
  const told = new Set<string>();
  return {
    tell(fault) {
      if (fault === null || told.has(fault)) return;
      told.add(fault);
      void vscode.window.showWarningMessage(fault);
    },
  };
}

/** UTF-16 code units of all together: a quarter of a message that the service takes is left for them. */
const longestTogether = 250_000;

function takeShort(replacements: readonly Replacement[]): readonly Replacement[] {
  let left = longestTogether;
  const end = replacements.findIndex(({ heard, written }) => (left -= heard.length + written.length) < 0);
  return end < 0 ? replacements : replacements.slice(0, end);
}

function describe(problem: ReplacementProblem, place: string): string {
  switch (problem.kind) {
    case 'notText':
      return vscode.l10n.t(
        'What is to be written for "{0}" in {1} is no text: put it in quotation marks.',
        problem.heard,
        place,
      );
    case 'noWords':
      return vscode.l10n.t(
        '"{0}" in {1} cannot be heard: write the words that you say.',
        problem.heard,
        place,
      );
    case 'tooLong':
      return vscode.l10n.t(
        '"{0}" in {1} is too long: at most {2} characters are heard and {3} written.',
        problem.heard.slice(0, 40),
        place,
        longestHeard,
        longestWritten,
      );
    case 'sameWords':
      return vscode.l10n.t(
        '"{0}" and "{1}" in {2} are heard alike, and the first counts: remove one of them.',
        problem.first,
        problem.heard,
        place,
      );
    case 'noArrow':
      return vscode.l10n.t(
        'Line {0} of {1} has no arrow: write it as "what is heard -> what is written".',
        problem.line,
        place,
      );
    case 'tooMany':
      return vscode.l10n.t(
        'There are more replacements in {0} than can be used: keep fewer than {1}, and short ones.',
        place,
        mostReplacements,
      );
    case 'notAList':
      return vscode.l10n.t(
        '{0} is no list of replacements: write { "what is heard": "what is written" }.',
        place,
      );
  }
}
