import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { DictationEvent } from '../../protocol/dictation.ts';
import { createCastView } from './cast/castView.ts';
import { commandHandlers } from './commandHandlers.ts';
import { registerCommands } from './registerCommands.ts';
import { locateDaemon } from './daemon/locateDaemon.ts';
import { offerRestart } from './daemon/offerRestart.ts';
import { createSpeechService, type SpeechService } from './daemon/speechService.ts';
import { lazily, type Lazy } from './editor/lazily.ts';
import { createHistoryView } from './history/historyView.ts';
import { createModelsView } from './models/modelsView.ts';
import type { HeardWord } from './readAloud/readAloud.ts';
import { onFirstScript } from './scripts/onFirstScript.ts';
import { createScreenReader } from './editor/screenReader.ts';
import { readSettings } from './settings/readSettings.ts';
import { registerVocabularyActions } from './vocabulary/vocabularyActions.ts';

/** What other extensions may use. */
export interface AloudApi {
  /** A word begins to be heard. */
  readonly onDidHearWord: vscode.Event<HeardWord>;
  /** What dictation hears, as it hears it. */
  readonly onDidHear: vscode.Event<DictationEvent>;
}

/** Registers what the user may ask for. What does it is loaded when it is asked for: no feature is imported here. */
export function activate(context: vscode.ExtensionContext): AloudApi {
  const log = vscode.window.createOutputChannel('Aloud', { log: true });
  const service = openService(context);
  const screenReader = createScreenReader();
  const heardWord = new vscode.EventEmitter<HeardWord>();
  const heard = new vscode.EventEmitter<DictationEvent>();
  const readAloud = lazily(async () => {
    const { createReadAloud } = await import('./readAloud/readAloud.ts');
    return createReadAloud({ service, log, heard: heardWord, screenReader });
  });
  const dictation = lazily(async () => {
    const { createDictation } = await import('./dictation/dictation.ts');
    const { noteOtherDictation } = await import('./dictation/noteOtherDictation.ts');
    await noteOtherDictation(context.globalState);
    const onStart = (): void => {
      readAloud.ifMade((made) => void made.pause());
    };
    return createDictation({ service, log, heard, screenReader, onStart });
  });
  const previews = lazily(async () => {
    const { createPreviews } = await import('./preview/previews.ts');
    const parts = { service, log, screenReader, readAloud, onDidHearWord: heardWord.event };
    return createPreviews(parts, context.extensionUri);
  });
  const doctorReport = lazily(() => Promise.resolve(vscode.window.createOutputChannel('Aloud Doctor')));
  const loadedWhenAsked = { readAloud, dictation, previews, doctorReport };
  const models = createModelsView({ service, log, screenReader });
  const cast = createCastView({ service, log, screenReader });
  const history = createHistoryView({ service, log, screenReader, onDidHear: heard.event });
  context.subscriptions.push(
    log,
    heardWord,
    heard,
    models,
    cast,
    history,
    offerRestart(service),
    registerVocabularyActions(),
    vscode.window.registerWebviewPanelSerializer('aloud.preview', {
      deserializeWebviewPanel: async (panel, state) => (await previews.get()).restore(panel, state),
    }),
    {
      dispose: () => {
        service[Symbol.dispose]();
        const parts: readonly Lazy<Pick<vscode.Disposable, 'dispose'>>[] = Object.values(loadedWhenAsked);
        for (const part of parts) part.ifMade((made) => void made.dispose());
      },
    },
    onFirstScript(async () => {
      const { startScriptLanguage } = await import('./scripts/scriptLanguage.ts');
      const { signal } = new AbortController();
      return startScriptLanguage(() => service.openSocket(signal), log);
    }),
    registerCommands(
      commandHandlers({ ...loadedWhenAsked, context, service, log, screenReader, models, cast, history }),
    ),
  );
  return { onDidHearWord: heardWord.event, onDidHear: heard.event };
}

function openService({ extensionPath, extension }: vscode.ExtensionContext): SpeechService {
  const { version } = extension.packageJSON as { readonly version: string };
  return createSpeechService({
    locate: (signal) => locateDaemon({ extensionPath, settings: readSettings() }, signal),
    async openSocket(place, signal) {
      const { openDaemonSocket } = await import('./daemon/openDaemonSocket.ts');
      return openDaemonSocket(place, version, signal);
    },
    async createConnection(socket) {
      const { createSpeechConnection } = await import('./daemon/speechConnection.ts');
      return createSpeechConnection(socket);
    },
    wait: (durationMs, signal) => delay(durationMs, undefined, { signal }),
    nowMs: () => performance.now(),
  });
}
