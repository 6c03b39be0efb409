import * as vscode from 'vscode';
import type { CastView } from './cast/castView.ts';
import type { SpeechService } from './daemon/speechService.ts';
import type { Dictation } from './dictation/dictation.ts';
import type { Lazy } from './editor/lazily.ts';
import type { ScreenReader } from './editor/screenReader.ts';
import type { HistoryView } from './history/historyView.ts';
import type { ModelsView } from './models/modelsView.ts';
import type { Previews } from './preview/previews.ts';
import type { ReadAloud } from './readAloud/readAloud.ts';
import type { CommandHandlers } from './registerCommands.ts';

/** What the commands are done with. */
export interface ExtensionParts {
  readonly context: vscode.ExtensionContext;
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  readonly screenReader: ScreenReader;
  readonly readAloud: Lazy<ReadAloud>;
  readonly dictation: Lazy<Dictation>;
  readonly previews: Lazy<Previews>;
  readonly doctorReport: Lazy<vscode.OutputChannel>;
  readonly models: ModelsView;
  readonly cast: CastView;
  readonly history: HistoryView;
}

/** What each command does: with the part that does it, which is loaded when it is asked for. */
export function commandHandlers(parts: ExtensionParts): CommandHandlers {
  const { context, service, log, readAloud, dictation, previews, doctorReport, models, cast, history } =
    parts;
  const { extensionPath } = context;
  const tell = parts.screenReader.tellBriefly;
  const playRange = playRangeWith(readAloud);
  return {
    'aloud.book.make': async () => {
      const { makeBook } = await import('./book/makeBook.ts');
      await makeBook({ extensionPath, service, log });
    },
    'aloud.cast.assign': (node) => cast.run('assign', node),
    'aloud.cast.audition': (node) => cast.run('audition', node),
    'aloud.cast.reveal': (node) => cast.run('reveal', node),
    'aloud.dictation.chooseLanguage': async () => {
      const { chooseLanguage } = await import('./dictation/chooseLanguage.ts');
      await chooseLanguage({ service, log, tell });
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
        extensionPath,
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
      await toggleFollow(tell);
    },
    'aloud.readAloud.togglePause': async () => (await readAloud.get()).togglePause(),
    'aloud.reportProblem': async () => {
      const { reportProblem } = await import('./doctor/reportProblem.ts');
      await reportProblem({ context, service, log });
    },
    'aloud.restartService': async () => {
      const { restartService } = await import('./daemon/restartService.ts');
      await restartService({ extensionPath, service, log, tell });
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
          tell,
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
  };
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
