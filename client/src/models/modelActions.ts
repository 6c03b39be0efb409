import * as vscode from 'vscode';
import {
  modelRemove,
  modelsChanged,
  modelsList,
  modelVerify,
  type ModelSummary,
} from '../../../protocol/models.ts';
import { voiceRemove, voicesChanged, voiceShow, voicesList, type Voice } from '../../../protocol/voices.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { withTokenSignal } from '../editor/withTokenSignal.ts';
import { writeSetting } from '../settings/writeSetting.ts';
import { createAudition } from './audition.ts';
import { installModel } from '../recovery/installModel.ts';
import { toMegabytes } from '../editor/toMegabytes.ts';
import { voiceName, type ModelNode } from './modelNodes.ts';

/** What the view of models and voices asks of the daemon. */
export interface ModelActions {
  /** @throws SpeechError daemonUnreachable */
  list(): Promise<{ readonly models: readonly ModelSummary[]; readonly voices: readonly Voice[] }>;
  /** Whose voice it is, where it was made of a clip; null elsewhere, and where it cannot be read. */
  statementOf(voice: Voice): Promise<string | null>;
  /** Nothing on a row that has no such action. */
  run(action: ModelAction, node: ModelNode | undefined): Promise<void>;
  dispose(): void;
}

export type ModelAction = 'download' | 'remove' | 'verify' | 'audition' | 'use';

export interface ModelActionsParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** What became of it, in a sentence. */
  readonly tell: (sentence: string) => void;
  /** Told which models are at work. */
  readonly busyModels: Set<string>;
  /** Shows everything anew. */
  readonly refresh: () => void;
}

export function createModelActions(parts: ModelActionsParts): ModelActions {
  const { service, log, tell, busyModels, refresh } = parts;
  const disposed = new AbortController();
  const { signal } = disposed;
  const audition = createAudition(service);
  let heardFrom: AbortSignal | null = null;

  const connect = async () => {
    const connection = await service.connect(signal);
    if (heardFrom !== connection.signal) {
      heardFrom = connection.signal;
      connection.on(modelsChanged, refresh);
      connection.on(voicesChanged, refresh);
    }
    return connection;
  };

  const withModel = async (model: ModelSummary, work: () => Promise<void>): Promise<void> => {
    if (busyModels.has(model.id)) return;
    busyModels.add(model.id);
    refresh();
    try {
      await work();
    } finally {
      busyModels.delete(model.id);
      refresh();
    }
  };

  const remove = async (model: ModelSummary): Promise<void> => {
    const question = vscode.l10n.t('Remove {0} from this machine?', model.title);
    const detail = vscode.l10n.t(
      '{0} MB are freed. It can be downloaded again at any time.',
      toMegabytes(model.bytes),
    );
    const agreed = vscode.l10n.t('Remove');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, agreed)) !== agreed)
      return;
    await withModel(model, async () => {
      await (await connect()).request(modelRemove, { model: model.id }, signal);
    });
  };

  const verify = async (model: ModelSummary): Promise<void> => {
    const title = vscode.l10n.t('Aloud: checking {0}', model.title);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    await withModel(model, async () => {
      await vscode.window.withProgress(options, (_progress, token) =>
        withTokenSignal(token, async (cancelled) => {
          const { state } = await (await connect()).request(modelVerify, { model: model.id }, cancelled);
          const isWhole = state === 'installed';
          tell(
            isWhole
              ? vscode.l10n.t('{0}: every file is as it was published.', model.title)
              : vscode.l10n.t('{0} is damaged: download it again.', model.title),
          );
        }),
      );
    });
  };

  const runOnModel = async (action: ModelAction, model: ModelSummary): Promise<void> => {
    if (action === 'download') {
      await withModel(model, async () => {
        await installModel(service, model.id);
      });
    } else if (action === 'remove') {
      await remove(model);
    } else if (action === 'verify') {
      await verify(model);
    }
  };

  const removeVoice = async ({ id: voice }: Voice): Promise<void> => {
    const connection = await connect();
    const { statement } = await connection.request(voiceShow, { voice }, signal);
    const question = vscode.l10n.t('Delete the voice {0}?', voice);
    const detail = [
      vscode.l10n.t('Whose voice it is: {0}', statement),
      vscode.l10n.t('It can be made again from its clip only.'),
    ].join('\n');
    const agreed = vscode.l10n.t('Delete');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, agreed)) === agreed)
      await connection.request(voiceRemove, { voice }, signal);
  };

  const runOnVoice = async (action: ModelAction, voice: Voice): Promise<void> => {
    if (action === 'audition') await audition.play(voice);
    else if (action === 'use') await useForReading(voice, tell);
    else if (action === 'remove') await removeVoice(voice);
  };

  const run = async (action: ModelAction, node: ModelNode | undefined): Promise<void> => {
    try {
      if (node?.kind === 'model') await runOnModel(action, node.model);
      else if (node?.kind === 'voice') await runOnVoice(action, node.voice);
    } catch (error) {
      helpWithError(error, { service, log, retry: () => run(action, node) });
    }
  };

  return {
    async list() {
      const connection = await connect();
      const [{ models }, { voices }] = await Promise.all([
        connection.request(modelsList, {}, signal),
        connection.request(voicesList, {}, signal),
      ]);
      return { models, voices };
    },
    async statementOf({ id: voice, gender }) {
      if (gender !== null) return null;
      try {
        const { statement } = await (await connect()).request(voiceShow, { voice }, signal);
        return vscode.l10n.t('Whose voice it is: {0}', statement);
      } catch {
        return null;
      }
    },
    run,
    dispose() {
      disposed.abort(new Error('The window is closing.'));
      audition.stop();
    },
  };
}

/** Where the voice of the active document is set now, else for the user. */
async function useForReading(voice: Voice, tell: ModelActionsParts['tell']): Promise<void> {
  const scope = vscode.window.activeTextEditor?.document.uri;
  await writeSetting('aloud.readAloud.voice', voice.id, scope);
  tell(vscode.l10n.t('{0} reads aloud from now on.', voiceName(voice)));
}
