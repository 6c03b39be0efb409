import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { locateDaemon } from './daemon/locateDaemon.ts';
import { openDaemonSocket } from './daemon/openDaemonSocket.ts';
import { createSpeechConnection } from './daemon/speechConnection.ts';
import { createSpeechService, type SpeechService } from './daemon/speechService.ts';
import { createDictation, type Dictation } from './dictation/dictation.ts';
import { showDoctor } from './doctor/showDoctor.ts';
import { createReadAloud, type ReadAloud } from './readAloud/readAloud.ts';
import { onFirstScript } from './scripts/onFirstScript.ts';
import { readSettings } from './settings.ts';

/** What other extensions may use. */
export type AloudApi = Pick<ReadAloud, 'onDidHearWord'> & Pick<Dictation, 'onDidHear'>;

export function activate(context: vscode.ExtensionContext): AloudApi {
  const log = vscode.window.createOutputChannel('Aloud', { log: true });
  const service = openService(context);
  const readAloud = createReadAloud({ service, log });
  const dictation = createDictation({ service, log });
  const playRange = playRangeWith(readAloud);
  context.subscriptions.push(
    log,
    {
      dispose: () => {
        service[Symbol.dispose]();
      },
    },
    readAloud,
    dictation,
    onFirstScript(async () => {
      // Not loaded before a script is open.
      const { startScriptLanguage } = await import('./scripts/scriptLanguage.ts');
      const { signal } = new AbortController();
      return startScriptLanguage(() => service.openSocket(signal), log);
    }),
    registerCommands({
      'aloud.dictation.hold': () => dictation.hold(),
      'aloud.dictation.stop': () => {
        dictation.stop();
      },
      'aloud.dictation.toggle': () => dictation.toggle(),
      'aloud.doctor': () => showDoctor({ extensionPath: context.extensionPath, log }),
      'aloud.playChapter': playRange,
      'aloud.playLine': playRange,
      'aloud.playScene': playRange,
      'aloud.readAloud.document': () => readAloud.read('document'),
      'aloud.readAloud.faster': () => readAloud.changeSpeed(0.1),
      'aloud.readAloud.fromCursor': () => readAloud.read('fromCursor'),
      'aloud.readAloud.nextSentence': () => readAloud.moveTo('next'),
      'aloud.readAloud.previousSentence': () => readAloud.moveTo('previous'),
      'aloud.readAloud.selection': () => readAloud.read('selection'),
      'aloud.readAloud.slower': () => readAloud.changeSpeed(-0.1),
      'aloud.readAloud.stop': () => {
        readAloud.stop();
      },
      'aloud.readAloud.togglePause': () => readAloud.togglePause(),
    }),
  );
  return { onDidHearWord: readAloud.onDidHearWord, onDidHear: dictation.onDidHear };
}

function openService({ extensionPath, extension }: vscode.ExtensionContext): SpeechService {
  const { version } = extension.packageJSON as { readonly version: string };
  return createSpeechService({
    locate: (signal) => locateDaemon({ extensionPath, settings: readSettings() }, signal),
    openSocket: (place, signal) => openDaemonSocket(place, version, signal),
    createConnection: createSpeechConnection,
    wait: (durationMs, signal) => delay(durationMs, undefined, { signal }),
    nowMs: () => performance.now(),
  });
}

/** A lens sends the script's URI and a range as the language server protocol has it. */
function playRangeWith(readAloud: ReadAloud): (...args: readonly unknown[]) => Promise<void> {
  return async (uri, range) => {
    if (typeof uri !== 'string') return;
    const { start, end } = range as { readonly start: Place; readonly end: Place };
    const part = new vscode.Range(start.line, start.character, end.line, end.character);
    await readAloud.readRange(vscode.Uri.parse(uri, true), part);
  };
}

interface Place {
  readonly line: number;
  readonly character: number;
}
