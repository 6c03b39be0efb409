import * as vscode from 'vscode';
import { childrenOf, labelOf, timeOf, type HistoryNode } from './historyNodes.ts';

/** How a row is shown. `contextValue` says which actions it has: see the menus of the manifest. */
export function toTreeItem(node: HistoryNode): vscode.TreeItem {
  const { kind, utterance, hearing } = node;
  const said = labelOf(node);
  const time = timeOf(utterance.saidMs, Date.now(), vscode.env.language);
  // What stands behind a long text is not seen.
  const label = kind === 'utterance' ? `${time} ${said}` : said;
  const state =
    childrenOf(node).length === 0
      ? vscode.TreeItemCollapsibleState.None
      : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(label, state);
  const known = [hearing.language, hearing.emotion, ...hearing.events].filter((part) => part !== null);
  const wasHeardAgain = utterance.hearings.length > 1;
  const details = [...known, ...(wasHeardAgain ? [hearing.model] : [])];
  item.description = details.join(' · ');
  item.tooltip = `${hearing.text}\n\n${[time, ...known, hearing.model].join(' · ')}`;
  item.iconPath = new vscode.ThemeIcon(kind === 'utterance' ? 'quote' : 'history');
  item.accessibilityInformation = { label: [label, ...details].join(', ') };
  item.contextValue = contextOf(node);
  // What is open stays open when something else was said.
  if (kind === 'utterance') item.id = utterance.id;
  return item;
}

function contextOf({ kind, utterance }: HistoryNode): string {
  if (kind === 'hearing') return 'aloud.hearing';
  return utterance.hasSound ? 'aloud.utterance.sound' : 'aloud.utterance';
}
