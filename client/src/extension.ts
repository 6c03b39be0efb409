import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { DictationEvent } from '../../protocol/dictation.ts';
import { createCastView } from './cast/castView.ts';
import { registerCommands } from './registerCommands.ts';
import { locateDaemon } from './daemon/locateDaemon.ts';
import { offerRestart } from './daemon/offerRestart.ts';
import { createSpeechService, type SpeechService } from './daemon/speechService.ts';
import { lazily, type Lazy } from './editor/lazily.ts';
import { createHistoryView } from './history/historyView.ts';
import { createModelsView } from './models/modelsView.ts';
import type { HeardWord, ReadAloud } from './readAloud/readAloud.ts';
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
    const parts = { service, log, readAloud, onDidHearWord: heardWord.event };
    return createPreviews(parts, context.extensionUri);
  });
  const doctorReport = lazily(() => Promise.resolve(vscode.window.createOutputChannel('Aloud Doctor')));
  const models = createModelsView({ service, log });
  const cast = createCastView({ service, log });
  const history = createHistoryView({ service, log, onDidHear: heard.event });
  const playRange = playRangeWith(readAloud);
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
        readAloud.ifMade((made) => {
          made.dispose();
        });
        dictation.ifMade((made) => {
          made.dispose();
        });
        previews.ifMade((made) => {
          made.dispose();
        });
        doctorReport.ifMade((made) => {
          made.dispose();
        });
      },
    },
    onFirstScript(async () => {
      const { startScriptLanguage } = await import('./scripts/scriptLanguage.ts');
      const { signal } = new AbortController();
      return startScriptLanguage(() => service.openSocket(signal), log);
    }),
    registerCommands({
      'aloud.book.make': async () => {
        const { makeBook } = await import('./book/makeBook.ts');
        await makeBook({ extensionPath: context.extensionPath, service, log });
      },
      'aloud.cast.assign': (node) => cast.run('assign', node),
      'aloud.cast.audition': (node) => cast.run('audition', node),
      'aloud.cast.reveal': (node) => cast.run('reveal', node),
      'aloud.dictation.chooseLanguage': async () => {
        const { chooseLanguage } = await import('./dictation/chooseLanguage.ts');
        await chooseLanguage({ service, log });
      },
      'aloud.dictation.hold': async (place) => {
        await (await dictation.get()).hold(place);
      },
      'aloud.dictation.stop': () => {
        dictation.ifMade((made) => {
          made.stop();
        });
      },
      'aloud.dictation.toggle': async () => (await dictation.get()).toggle(),
      'aloud.doctor': async () => {
        const { showDoctor } = await import('./doctor/showDoctor.ts');
        await showDoctor({
          extensionPath: context.extensionPath,
          channel: await doctorReport.get(),
          log,
        });
      },
      'aloud.history.clear': () => history.run('clear', null),
      'aloud.history.copy': (node) => history.run('copy', node),
      'aloud.history.delete': (node) => history.run('delete', node),
      'aloud.history.insert': (node) => history.run('insert', node),
      'aloud.history.play': (node) => history.run('play', node),
      'aloud.history.stop': () => {
        history.stop();
      },
      'aloud.history.transcribe': (node) => history.run('transcribe', node),
      'aloud.models.download': (node) => models.run('download', node),
      'aloud.models.refresh': () => {
        models.refresh();
      },
      'aloud.models.remove': (node) => models.run('remove', node),
      'aloud.models.verify': (node) => models.run('verify', node),
      'aloud.playChapter': playRange,
      'aloud.playLine': playRange,
      'aloud.playScene': playRange,
      'aloud.preview.check': async () => (await previews.get()).check(),
      'aloud.preview.open': async () => (await previews.get()).open(),
      'aloud.preview.render': async () => (await previews.get()).render(),
      'aloud.readAloud.clipboard': async (given) => (await readAloud.get()).readClipboard(given),
      'aloud.readAloud.document': async (given) => (await readAloud.get()).read('document', given),
      'aloud.readAloud.faster': async () => (await readAloud.get()).changeSpeed(0.1),
      'aloud.readAloud.fromCursor': async (given) => (await readAloud.get()).read('fromCursor', given),
      'aloud.readAloud.nextSentence': async () => (await readAloud.get()).moveTo('next'),
      'aloud.readAloud.previousSentence': async () => (await readAloud.get()).moveTo('previous'),
      'aloud.readAloud.reveal': () => {
        readAloud.ifMade((made) => made.reveal());
      },
      'aloud.readAloud.selection': async (given) => (await readAloud.get()).read('selection', given),
      'aloud.readAloud.slower': async () => (await readAloud.get()).changeSpeed(-0.1),
      'aloud.readAloud.stop': () => {
        readAloud.ifMade((made) => {
          made.stop();
        });
      },
      'aloud.readAloud.toggleFollow': async () => {
        const { toggleFollow } = await import('./readAloud/toggleFollow.ts');
        await toggleFollow();
      },
      'aloud.readAloud.togglePause': async () => (await readAloud.get()).togglePause(),
      'aloud.reportProblem': async () => {
        const { reportProblem } = await import('./doctor/reportProblem.ts');
        await reportProblem({ context, service, log });
      },
      'aloud.restartService': async () => {
        const { restartService } = await import('./daemon/restartService.ts');
        await restartService({ extensionPath: context.extensionPath, service, log });
      },
      'aloud.start.dictation': async () => {
        const { startDictation } = await import('./gettingStarted/startDictation.ts');
        await startDictation({ service, log });
      },
      'aloud.start.reading': async () => {
        const { startReading } = await import('./gettingStarted/startWithText.ts');
        await startReading();
      },
      'aloud.start.script': async () => {
        const { startScript } = await import('./gettingStarted/startWithText.ts');
        await startScript();
      },
      'aloud.vocabulary.add': async (phrase) => {
        const { addToVocabulary } = await import('./vocabulary/addToVocabulary.ts');
        const { helpWithError } = await import('./recovery/helpWithError.ts');
        const add = (): Promise<void> =>
          addToVocabulary({
            phrase: typeof phrase === 'string' ? phrase : null,
            onChanged: () => {
              dictation.ifMade((made) => made.readVocabularyAgain());
            },
          });
        await add().catch((error: unknown) => {
          helpWithError(error, { service, log, retry: add });
        });
      },
      'aloud.voices.add': async () => {
        const { addVoice } = await import('./models/addVoice.ts');
        await addVoice({ service, log });
      },
      'aloud.voices.audition': (node) => models.run('audition', node),
      'aloud.voices.remove': (node) => models.run('remove', node),
      'aloud.voices.use': (node) => models.run('use', node),
    }),
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

/** A lens sends the script's URI and a range as the language server protocol has it. */
function playRangeWith(readAloud: Lazy<ReadAloud>): (...args: readonly unknown[]) => Promise<void> {
  return async (uri, range) => {
    if (typeof uri !== 'string') return;
    const { start, end } = range as { readonly start: Place; readonly end: Place };
    const part = new vscode.Range(start.line, start.character, end.line, end.character);
    await (await readAloud.get()).readRange(vscode.Uri.parse(uri, true), part);
  };
}

interface Place {
  readonly line: number;
  readonly character: number;
}
