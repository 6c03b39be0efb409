import * as vscode from 'vscode';
import { lazily } from '../editor/lazily.ts';
import { draggedVoiceType, droppedVoice } from '../models/draggedVoice.ts';
import { readOrTell } from '../errors/readOrTell.ts';
import type { ScreenReader } from '../editor/screenReader.ts';
import type { CastActions, CastNode, CastParts } from './castActions.ts';
import { isScript, scriptOf } from './scriptOf.ts';

/** The view of who speaks in the script that is open, with which voice. */
export interface CastView {
  /** Of a row; without one the user is asked. */
  run(action: 'assign' | 'audition' | 'reveal', node: unknown): Promise<void>;
  dispose(): void;
}

export interface CastViewParts extends CastParts {
  readonly screenReader: ScreenReader;
}

const settledMs = 300;

/** Nothing is asked of the daemon before the view is seen. */
export function createCastView(parts: CastViewParts): CastView {
  const { service, log } = parts;
  const changed = new vscode.EventEmitter<undefined>();
  let timer: NodeJS.Timeout | undefined;
  let script: vscode.TextDocument | null = null;
  const actions = lazily<CastActions>(async () => {
    const { createCastActions } = await import('./castActions.ts');
    return createCastActions({ service, log });
  });

  const show = (message: string): void => {
    view.message = message;
  };
  const read = async (): Promise<CastNode[]> => {
    show('');
    const shown = script;
    if (shown === null) return [];
    return [...(await readOrTell(async () => (await actions.get()).list(shown), show, parts))];
  };

  const view = vscode.window.createTreeView<CastNode>('aloud.cast', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => (node === undefined ? read() : []),
      getTreeItem: toTreeItem,
    },
    dragAndDropController: {
      dragMimeTypes: [],
      dropMimeTypes: [draggedVoiceType],
      handleDrop: async (node, carried) => {
        const voice = await droppedVoice(carried);
        if (node === undefined || script === null || voice === null) return;
        await (await actions.get()).run('assign', { script, node, voice });
      },
    },
  });

  /** A panel that takes the focus leaves the cast of the script as it is. */
  const look = (): void => {
    const next = scriptOf(vscode.window.activeTextEditor, script);
    if (next === script) return;
    script = next;
    view.description = script === null ? '' : (script.uri.path.split('/').at(-1) ?? '');
    void vscode.commands.executeCommand('setContext', 'aloud.hasScript', script !== null);
    changed.fire(undefined);
  };
  const subscriptions = [
    view,
    changed,
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.workspace.onDidCloseTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document !== script) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        changed.fire(undefined);
      }, settledMs);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isScript(document)) look();
    }),
  ];
  look();

  const run: CastView['run'] = async (action, node) => {
    if (script === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a script to see its cast.'));
      return;
    }
    await (await actions.get()).run(action, { script, node: (node as CastNode | undefined) ?? null });
  };

  return {
    run,
    dispose() {
      clearTimeout(timer);
      actions.ifMade((made) => {
        made.dispose();
      });
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function toTreeItem(node: CastNode): vscode.TreeItem {
  const { name, voice, lineCount, source } = node;
  const item = new vscode.TreeItem(name);
  const details = [
    voice ?? vscode.l10n.t('the voice that reads aloud'),
    lineCount === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', lineCount),
    ...(source === null && voice !== null ? [vscode.l10n.t('included')] : []),
  ];
  item.id = name;
  item.description = details.join(' · ');
  item.iconPath = new vscode.ThemeIcon(name === 'narrator' ? 'book' : 'person');
  item.contextValue = 'aloud.character';
  item.accessibilityInformation = { label: [name, ...details].join(', ') };
  item.command = {
    command: 'aloud.cast.reveal',
    title: vscode.l10n.t('Show in the script'),
    arguments: [node],
  };
  return item;
}
