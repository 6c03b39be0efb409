import * as vscode from 'vscode';
import type { MessageBox } from './messageTarget.ts';

/** As much of the API of VS Code's Git extension as is needed. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

interface Repository {
  readonly inputBox: MessageBox;
  /** Whether Source Control shows it. */
  readonly ui: { readonly selected: boolean };
}

/**
 * The commit message that Source Control shows. Null where it shows several, as nobody tells which one has the focus, and
 * for other systems than Git, whose messages only they can write.
 */
export function shownCommitMessage(): MessageBox | null {
  const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (git?.isActive !== true || !git.exports.enabled) return null;
  const { repositories } = git.exports.getAPI(1);
  const shown = repositories.length > 1 ? repositories.filter(({ ui }) => ui.selected) : repositories;
  return shown.length === 1 ? (shown[0]?.inputBox ?? null) : null;
}
