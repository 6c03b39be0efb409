import * as vscode from 'vscode';
import type { SpeechService } from '../daemon/speechService.ts';
import { lazily } from '../editor/lazily.ts';
import { readOrTell } from '../errors/readOrTell.ts';
import { readSettings } from '../settings/readSettings.ts';
import type { ScreenReader } from '../editor/screenReader.ts';
import { dragVoice, draggedVoiceType } from './draggedVoice.ts';
import { toMegabytes } from '../editor/toMegabytes.ts';
import { toTreeItem } from './modelItems.ts';
import { childrenOf, installedBytes, toNodes, type ModelNode } from './modelNodes.ts';
import type { ModelActions } from './modelActions.ts';

/** The view of models and voices: what there is, what is on the disk, and what can be done with it. */
export interface ModelsView {
  /** Of a row; others are told to be none. */
  readonly run: (
    action: 'download' | 'remove' | 'verify' | 'audition' | 'use',
    node: unknown,
  ) => Promise<void>;
  refresh(): void;
  dispose(): void;
}

export interface ModelsViewParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  readonly screenReader: ScreenReader;
}

/** Nothing is asked of the daemon before the view is seen. */
export function createModelsView(parts: ModelsViewParts): ModelsView {
  const { service, log, screenReader } = parts;
  const changed = new vscode.EventEmitter<undefined>();
  const busyModels = new Set<string>();
  const refresh = (): void => {
    changed.fire(undefined);
  };
  const actions = lazily<ModelActions>(async () => {
    const { createModelActions } = await import('./modelActions.ts');
    return createModelActions({ service, log, tell: screenReader.tellBriefly, busyModels, refresh });
  });

  let readingVoice = findReadingVoice();
  const look = (): void => {
    const next = findReadingVoice();
    if (next === readingVoice) return;
    readingVoice = next;
    refresh();
  };

  const show = (message: string): void => {
    view.message = message;
  };
  const readTop = async (): Promise<readonly ModelNode[]> => {
    const { models, voices } = await (await actions.get()).list();
    // A description would not be seen where this view is the only one.
    show(vscode.l10n.t('{0} MB downloaded', toMegabytes(installedBytes(models))));
    return toNodes(models, voices);
  };

  const view = vscode.window.createTreeView<ModelNode>('aloud.models', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => [
        ...(node === undefined ? await readOrTell(readTop, show, parts) : childrenOf(node)),
      ],
      getTreeItem: (node) => toTreeItem(node, { busyModels, readingVoice }),
      async resolveTreeItem(item, node) {
        const statement = node.kind === 'voice' ? await (await actions.get()).statementOf(node.voice) : null;
        if (statement !== null) item.tooltip = statement;
        return item;
      },
    },
    showCollapseAll: true,
    dragAndDropController: {
      dragMimeTypes: [draggedVoiceType],
      dropMimeTypes: [],
      handleDrag: ([node], carried) => {
        if (node?.kind === 'voice') dragVoice(node.voice.id, carried);
      },
    },
  });
  const subscriptions = [
    vscode.workspace.onDidChangeConfiguration(look),
    vscode.window.onDidChangeActiveTextEditor(look),
  ];

  return {
    async run(action, node) {
      await (await actions.get()).run(action, node as ModelNode | undefined);
    },
    refresh,
    dispose() {
      actions.ifMade((made) => {
        made.dispose();
      });
      for (const subscription of subscriptions) subscription.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

/** The voice that reads what is active. */
function findReadingVoice(): string {
  return readSettings(vscode.window.activeTextEditor?.document.uri).voice;
}
