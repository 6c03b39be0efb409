import * as vscode from 'vscode';
import type { MessageBox } from './messageTarget.ts';

/** As much of the API of VS Code's Git extension as is needed. */
export interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
}

export interface GitRepository {
  readonly inputBox: MessageBox;
}

/**
 * The commit message of the only repository that Git has open. Null where there are several, as nobody tells which one
 * has the focus, and where Git has none. Whether another system has a box of its own is for the caller to know.
 */
export function onlyCommitMessage(): MessageBox | null {
  const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (git?.isActive !== true || !git.exports.enabled) return null;
  const [only, another] = git.exports.getAPI(1).repositories;
  return another === undefined ? (only?.inputBox ?? null) : null;
}
