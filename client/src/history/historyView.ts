import * as vscode from 'vscode';
import type { DictationEvent } from '../../../protocol/dictation.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { lazily } from '../editor/lazily.ts';
import { readOrTell } from '../errors/readOrTell.ts';
import { readSettings } from '../settings/readSettings.ts';
import type { ScreenReader } from '../editor/screenReader.ts';
import type { HistoryAction, HistoryActions } from './historyActions.ts';
import { toTreeItem } from './historyItems.ts';
import { childrenOf, toNodes, type HistoryNode } from './historyNodes.ts';

/** The view of what was said. */
export interface HistoryView {
  /** Of a row; without one the user is asked. */
  run(action: HistoryAction, node: unknown): Promise<void>;
  /** What is played. */
  stop(): void;
  dispose(): void;
}

export interface HistoryViewParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  readonly screenReader: ScreenReader;
  /** What dictation hears. */
  readonly onDidHear: vscode.Event<DictationEvent>;
}

/** Nothing is asked of the daemon before the view is seen. */
export function createHistoryView(parts: HistoryViewParts): HistoryView {
  const { service, log, screenReader, onDidHear } = parts;
  const changed = new vscode.EventEmitter<undefined>();
  const refresh = (): void => {
    changed.fire(undefined);
  };
  const actions = lazily<HistoryActions>(async () => {
    const { createHistoryActions } = await import('./historyActions.ts');
    return createHistoryActions({ service, log, tell: screenReader.tellBriefly, refresh });
  });

  const show = (message: string): void => {
    view.message = message;
  };
  const readTop = async (): Promise<readonly HistoryNode[]> => {
    const utterances = await (await actions.get()).list();
    show(utterances.length === 0 ? emptyMessage() : '');
    return toNodes(utterances);
  };

  const view = vscode.window.createTreeView<HistoryNode>('aloud.history', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => [
        ...(node === undefined ? await readOrTell(readTop, show, parts) : childrenOf(node)),
      ],
      getTreeItem: toTreeItem,
    },
  });
  const subscriptions = [
    view,
    changed,
    // Of a daemon that was started again nobody has told what it keeps.
    onDidHear(({ kind }) => {
      if (kind === 'final') refresh();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration('aloud.history.utterances')) return;
      if (readSettings().historyCount === 0) await (await actions.get()).deleteAll();
      refresh();
    }),
  ];

  return {
    async run(action, node) {
      await (await actions.get()).run(action, (node as HistoryNode | undefined) ?? null);
    },
    stop() {
      actions.ifMade((made) => {
        made.stop();
      });
    },
    dispose() {
      actions.ifMade((made) => {
        made.dispose();
      });
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function emptyMessage(): string {
  return readSettings().historyCount === 0
    ? vscode.l10n.t('Nothing that is said is kept: the setting aloud.history.utterances is 0.')
    : vscode.l10n.t('What you dictate is kept here for a while, on this machine only.');
}
