import * as vscode from 'vscode';
import {
  historyChanged,
  historyDelete,
  historyList,
  historyPlay,
  historyTranscribe,
  type KeptUtterance,
} from '../../../protocol/history.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { readReplacements } from '../dictation/readReplacements.ts';
import { readVocabulary } from '../dictation/readVocabulary.ts';
import { toSteps, type HeardText } from '../dictation/spokenSteps.ts';
import { writeUtterance } from '../dictation/writeUtterance.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { readSettings } from '../settings/readSettings.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { chooseEngine } from './chooseEngine.ts';
import { labelOf, timeOf, toNodes, type HistoryNode } from './historyNodes.ts';

/** What the view of the history asks of the daemon. */
export interface HistoryActions {
  /** @throws SpeechError daemonUnreachable */
  list(): Promise<readonly KeptUtterance[]>;
  /** @param node  null: the user is asked which */
  run(action: HistoryAction, node: HistoryNode | null): Promise<void>;
  /** What is played falls silent. */
  stop(): void;
  /** Without a question. */
  deleteAll(): Promise<void>;
  dispose(): void;
}

export type HistoryAction = 'copy' | 'insert' | 'play' | 'transcribe' | 'delete' | 'clear';

export interface HistoryActionsParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** What became of it, in a sentence. */
  readonly tell: (sentence: string) => void;
  /** Shows everything anew. */
  readonly refresh: () => void;
}

export function createHistoryActions({ service, log, tell, refresh }: HistoryActionsParts): HistoryActions {
  const disposed = new AbortController();
  const { signal } = disposed;
  let playing = new AbortController();
  let heardFrom: AbortSignal | null = null;

  const connect = async () => {
    const connection = await service.connect(signal);
    if (heardFrom !== connection.signal) {
      heardFrom = connection.signal;
      connection.on(historyChanged, refresh);
    }
    return connection;
  };
  const list = async (): Promise<readonly KeptUtterance[]> =>
    (await (await connect()).request(historyList, {}, signal)).utterances;

  const remove = async (ids: readonly string[] | null): Promise<void> => {
    await (await connect()).request(historyDelete, ids === null ? {} : { ids }, signal);
  };

  const play = async ({ utterance: { id } }: HistoryNode): Promise<void> => {
    playing.abort(new Error('Another one is played.'));
    const own = (playing = new AbortController());
    const either = AbortSignal.any([own.signal, signal]);
    showPlaying(true);
    try {
      await (await connect()).request(historyPlay, { stream: createStreamName(), id }, either);
    } catch (error) {
      if (!either.aborted) throw error;
    } finally {
      if (playing === own) showPlaying(false);
    }
  };

  const transcribe = async ({ utterance }: HistoryNode): Promise<void> => {
    const connection = await connect();
    const engine = await chooseEngine({ connection, utterance }, signal);
    if (engine === null) return;
    const scope = vscode.window.activeTextEditor?.document.uri;
    const { vocabulary } = await readVocabulary(scope);
    const { replacements } = await readReplacements(scope);
    const { dictationLanguage, leavesOutFillers } = readSettings(scope);
    const hears = engine.languages.includes(dictationLanguage.split('-')[0] ?? '');
    const params = {
      id: utterance.id,
      engine: engine.id,
      ...(hears && { language: dictationLanguage }),
      ...(vocabulary.length > 0 && { vocabulary }),
      ...(replacements.length > 0 && { replacements: [...replacements] }),
      ...(leavesOutFillers && { leaveOutFillers: true }),
    };
    const title = vscode.l10n.t('Aloud: transcribing again with {0}', engine.title);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await vscode.window.withProgress(options, (_progress, token) =>
      withTokenSignal(token, async (cancelled) => {
        const heard = await connection.request(historyTranscribe, params, cancelled);
        const text = heard.utterance?.hearings[0]?.text;
        const note =
          text === undefined
            ? vscode.l10n.t('No words were understood.')
            : vscode.l10n.t('Transcribed again: {0}', text);
        tell(note);
      }),
    );
  };

  const clear = async (): Promise<void> => {
    const agreed = vscode.l10n.t('Delete');
    const question = vscode.l10n.t('Delete everything that was said, with its sound?');
    if ((await vscode.window.showWarningMessage(question, { modal: true }, agreed)) === agreed)
      await remove(null);
  };

  const runOn = async (action: Exclude<HistoryAction, 'clear'>, node: HistoryNode): Promise<void> => {
    if (action === 'play') await play(node);
    else if (action === 'transcribe') await transcribe(node);
    else if (action === 'delete') await remove([node.utterance.id]);
    else if (action === 'copy') await copy(node.hearing.text, tell);
    else await insert(node.hearing, tell);
  };

  /** Where it fails, the user is told, and may have it tried again. */
  const helped = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      helpWithError(error, { service, log, retry: () => helped(work) });
    }
  };

  const run = async (action: HistoryAction, node: HistoryNode | null): Promise<void> => {
    if (action === 'clear') {
      await clear();
      return;
    }
    const chosen = node ?? (await pick(await list()));
    if (chosen !== null) await runOn(action, chosen);
  };

  return {
    list,
    run: (action, node) => helped(() => run(action, node)),
    stop() {
      playing.abort(new Error('Stopped.'));
    },
    deleteAll: () => helped(() => remove(null)),
    dispose() {
      disposed.abort(new Error('The window is closing.'));
    },
  };
}

/** To VS Code, which has the command that stops it then. */
function showPlaying(isPlaying: boolean): void {
  void vscode.commands.executeCommand('setContext', 'aloud.isPlayingHistory', isPlaying);
}

async function pick(utterances: readonly KeptUtterance[]): Promise<HistoryNode | null> {
  const items = toNodes(utterances).map((node) => ({
    label: labelOf(node),
    description: timeOf(node.utterance.saidMs, Date.now(), vscode.env.language),
    node,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The history is empty.'));
    return null;
  }
  const placeHolder = vscode.l10n.t('What was said');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.node ?? null;
}

type Tell = HistoryActionsParts['tell'];

async function copy(text: string, tell: Tell): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  tell(vscode.l10n.t('It is in the clipboard.'));
}

/** As it would have been written when it was said. */
async function insert(heard: HeardText, tell: Tell): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && (await writeUtterance(editor, toSteps(heard, readSettings())))) {
    await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    return;
  }
  await vscode.env.clipboard.writeText(heard.text);
  tell(vscode.l10n.t('No editor takes the text: it is in the clipboard.'));
}
