import * as vscode from 'vscode';
import type { Infer } from '../../../protocol/message.ts';
import { castAssign, castList } from '../../../protocol/preview.ts';
import { voicesList, type Voice } from '../../../protocol/voices.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { documentPlace } from '../editor/documentPlace.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { languageName } from '../editor/languageName.ts';
import { createAudition } from '../models/audition.ts';
import { voiceKind } from '../models/voiceKind.ts';
import { readSettings } from '../settings/readSettings.ts';
import { voiceChoices } from './voiceChoices.ts';

/** A row of the view: one character. */
export type CastNode = Infer<typeof castList.result>['characters'][number];

export interface CastActions {
  list(script: vscode.TextDocument): Promise<readonly CastNode[]>;
  /** Offers help where it fails. */
  run(action: 'assign' | 'audition' | 'reveal', target: CastTarget): Promise<void>;
  dispose(): void;
}

export interface CastParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
}

export interface CastTarget {
  readonly script: vscode.TextDocument;
  /** Null: the user is asked. */
  readonly node: CastNode | null;
  /** To be assigned; absent: the user is asked. */
  readonly voice?: string;
}

export function createCastActions({ service, log }: CastParts): CastActions {
  const ended = new AbortController();
  const { signal } = ended;
  const audition = createAudition(service);

  const list = async (script: vscode.TextDocument): Promise<readonly CastNode[]> => {
    const connection = await service.connect(signal);
    const { characters } = await connection.request(castList, fieldsOf(script), signal);
    return characters;
  };

  const voices = async (): Promise<readonly Voice[]> => {
    const connection = await service.connect(signal);
    return (await connection.request(voicesList, {}, signal)).voices;
  };

  const play = async (script: vscode.TextDocument, { voice, language }: CastNode): Promise<void> => {
    const id = voice ?? readSettings(script.uri).voice;
    const known = (await voices()).find((one) => one.id === id);
    await audition.play({ id, language: language ?? known?.language ?? 'en' });
  };

  const assign = async (script: vscode.TextDocument, node: CastNode, given?: string): Promise<void> => {
    const voice =
      given ?? (await pickVoice(await voices(), { node, retry: () => run('assign', { script, node }) }));
    if (voice === null) return;
    const connection = await service.connect(signal);
    const { version } = script;
    const params = { ...fieldsOf(script), character: node.name, voice };
    const { edits } = await connection.request(castAssign, params, signal);
    if (edits.length === 0 || script.version !== version) {
      void vscode.window.showWarningMessage(
        edits.length === 0
          ? vscode.l10n.t('The front matter of the script has to be mended first.')
          : vscode.l10n.t('The script has changed meanwhile. Choose the voice again.'),
      );
      return;
    }
    const change = new vscode.WorkspaceEdit();
    for (const { range, newText } of edits) {
      const place = new vscode.Range(
        script.positionAt(range.startOffset),
        script.positionAt(range.endOffset),
      );
      change.replace(script.uri, place, newText);
    }
    await vscode.workspace.applyEdit(change);
  };

  /** The user hears a voice with its button before choosing it. */
  const pickVoice = (all: readonly Voice[], { node, retry }: Question): Promise<string | null> => {
    const listen = { iconPath: new vscode.ThemeIcon('play'), tooltip: vscode.l10n.t('Listen') };
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly voice?: Voice }>();
    pick.title = vscode.l10n.t('A voice for {0}', node.name);
    pick.placeholder = vscode.l10n.t('Choose a voice');
    pick.matchOnDescription = true;
    pick.items = voiceChoices(all, node.voice).map((choice) =>
      choice.kind === 'language'
        ? { label: languageName(choice.language), kind: vscode.QuickPickItemKind.Separator }
        : {
            label: choice.voice.id,
            voice: choice.voice,
            description: descriptionOf(choice.voice, choice.isCurrent),
            buttons: [listen],
          },
    );
    pick.activeItems = pick.items.filter(({ voice }) => voice !== undefined && voice.id === node.voice);
    return new Promise((resolve) => {
      pick.onDidTriggerItemButton(({ item }) => {
        if (item.voice === undefined) return;
        audition.play(item.voice).catch((error: unknown) => {
          pick.hide();
          helpWithError(error, { service, log, retry });
        });
      });
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.voice?.id ?? null);
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(null);
        audition.stop();
        pick.dispose();
      });
      pick.show();
    });
  };

  const choose = async (script: vscode.TextDocument): Promise<CastNode | null> => {
    const items = (await list(script)).map((node) => ({
      label: node.name,
      description: node.voice ?? '',
      node,
    }));
    const placeHolder = vscode.l10n.t('Choose a character');
    return (await vscode.window.showQuickPick(items, { placeHolder }))?.node ?? null;
  };

  const act = async (action: Action, { script, node, voice }: CastTarget): Promise<void> => {
    const target = node ?? (await choose(script));
    if (target === null) return;
    if (action === 'audition') await play(script, target);
    else if (action === 'assign') await assign(script, target, voice);
    else await reveal(script, target);
  };

  const run = async (action: Action, target: CastTarget): Promise<void> => {
    try {
      await act(action, target);
    } catch (error) {
      if (!signal.aborted) helpWithError(error, { service, log, retry: () => run(action, target) });
    }
  };

  return {
    list,
    run,
    dispose() {
      ended.abort(new Error('The window is closing.'));
      audition.stop();
    },
  };
}

type Action = Parameters<CastActions['run']>[0];

interface Question {
  /** Whose voice. */
  readonly node: CastNode;
  /** Asks again, once a voice that could not be heard can be. */
  readonly retry: () => Promise<void>;
}

async function reveal(script: vscode.TextDocument, { source }: CastNode): Promise<void> {
  const start = script.positionAt(source?.startOffset ?? 0);
  const viewColumn = vscode.window.visibleTextEditors.find(({ document }) => document === script)?.viewColumn;
  await vscode.window.showTextDocument(script, {
    selection: new vscode.Range(start, start),
    ...(viewColumn !== undefined && { viewColumn }),
  });
}

function fieldsOf(script: vscode.TextDocument): Infer<typeof castList.params> {
  return { text: script.getText(), ...documentPlace(script) };
}

function descriptionOf(voice: Voice, isCurrent: boolean): string {
  return [
    voiceKind(voice),
    ...(voice.state === 'notInstalled' ? [vscode.l10n.t('not downloaded')] : []),
    ...(isCurrent ? [vscode.l10n.t('in use')] : []),
  ].join(' · ');
}
