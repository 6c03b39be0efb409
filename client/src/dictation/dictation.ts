import * as vscode from 'vscode';
import {
  dictationEvent,
  dictationLevel,
  dictationStart,
  dictationStop,
  type DictationEvent,
} from '../../../protocol/dictation.ts';
import { isSpeechError } from '../../../protocol/errors.ts';
import type { SpeechConnection } from '../daemon/speechConnection.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { askAboutError } from '../errors.ts';
import { installModel } from '../models/installModel.ts';
import { readSettings } from '../settings.ts';
import { createDictationStatus } from './dictationStatus.ts';
import { fitText } from './fitText.ts';
import { createGhostText } from './ghostText.ts';
import { createHoldToTalk } from './holdToTalk.ts';
import { readCommands } from './spokenCommands.ts';
import { writeUtterance } from './writeUtterance.ts';

/** Writes into the editor what is said. */
export interface Dictation {
  /** Starts, or finishes what was said and stops. */
  toggle(): Promise<void>;
  /** Of a key that may be held: a tap toggles, and held it dictates until it is released. */
  hold(): Promise<void>;
  stop(): void;
  /** What is heard, as it is heard. */
  readonly onDidHear: vscode.Event<DictationEvent>;
  dispose(): void;
}

export interface DictationParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
}

export function createDictation({ service, log }: DictationParts): Dictation {
  const status = createDictationStatus();
  const ghost = createGhostText();
  const heard = new vscode.EventEmitter<DictationEvent>();
  const holding = createHoldToTalk();
  let running: RunningDictation | null = null;

  const stop = (): void => {
    running?.stop();
  };

  const start = async (): Promise<void> => {
    if (running !== null) return;
    const dictation = createRunning(service, { onLevel: status.level, onEvent: hear });
    running = dictation;
    status.show('starting');
    void vscode.commands.executeCommand('setContext', 'aloud.isDictating', true);
    const clicks = vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
      // Whoever clicks elsewhere is done speaking into this place.
      if (kind === vscode.TextEditorSelectionChangeKind.Mouse) stop();
    });
    let failure: unknown = null;
    try {
      await dictation.done();
    } catch (error) {
      failure = error;
    } finally {
      running = null;
      clicks.dispose();
      ghost.clear();
      status.show(null);
      void vscode.commands.executeCommand('setContext', 'aloud.isDictating', false);
    }
    if (failure !== null) await offerHelp(failure);
  };

  const offerHelp = async (error: unknown): Promise<void> => {
    const action = await askAboutError(error, { log, can: ['install', 'retry'] });
    const model = isSpeechError(error) ? error.data['model'] : undefined;
    if (action === 'install' && typeof model === 'string') {
      if (await installModel(service, model)) await start();
    } else if (action === 'retry') {
      await start();
    }
  };

  async function hear(event: DictationEvent): Promise<void> {
    heard.fire(event);
    const editor = vscode.window.activeTextEditor;
    if (event.kind === 'partial') {
      const text = `${event.committedText}${event.tentativeText}`;
      if (editor !== undefined) ghost.show(editor, fitText(text, beforeCursor(editor)));
    } else if (event.kind === 'final') {
      ghost.clear();
      await write(editor, event.segment.text);
    } else {
      ghost.clear();
    }
  }

  return {
    async toggle() {
      if (running === null) await start();
      else stop();
    },
    async hold() {
      const decision = holding.press(performance.now());
      if (decision === 'stop') stop();
      if (decision !== 'start') return;
      const timer = setInterval(() => {
        if (holding.tick(performance.now()) === 'stop') stop();
      }, 50);
      try {
        await start();
      } finally {
        clearInterval(timer);
      }
    },
    stop,
    onDidHear: heard.event,
    dispose() {
      running?.cancel();
      ghost.dispose();
      status.dispose();
      heard.dispose();
    },
  };
}

/** Into the editor, or to the clipboard where none takes it: nothing that was said is lost. */
async function write(editor: vscode.TextEditor | undefined, text: string): Promise<void> {
  const steps = readSettings().hasSpokenCommands ? readCommands(text) : [{ kind: 'text', text } as const];
  if (steps.some(({ kind }) => kind === 'scratch')) {
    await vscode.commands.executeCommand('undo');
    return;
  }
  if (steps.length === 0) return;
  if (editor !== undefined && (await writeUtterance(editor, steps))) return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('No editor takes the text: it is in the clipboard.'), 5000);
}

function beforeCursor({ document, selection }: vscode.TextEditor): { before: string; after: string } {
  const { line, character } = selection.active;
  const before = document.lineAt(line).text.slice(0, character);
  return { before: line === 0 ? before : `\n${before}`, after: '' };
}

interface RunningDictation {
  /** Resolves when all that was said is written. @throws SpeechError as `speech/dictationStart` */
  done(): Promise<void>;
  /** Hears no more; what was heard is finished. */
  stop(): void;
  cancel(): void;
}

interface DictationListener {
  readonly onLevel: (rmsDb: number) => void;
  readonly onEvent: (event: DictationEvent) => Promise<void>;
}

function createRunning(service: SpeechService, { onLevel, onEvent }: DictationListener): RunningDictation {
  const stream = createStreamName();
  const cancelled = new AbortController();
  const { signal } = cancelled;
  let connection: SpeechConnection | null = null;
  let isStopped = false;
  let written = Promise.resolve();

  const run = async (): Promise<void> => {
    connection = await service.connect(signal);
    if (isStopped) return;
    using _events = connection.on(dictationEvent, ({ stream: of, event }) => {
      // One after the other, in the order in which it was said.
      if (of === stream) written = written.then(() => onEvent(event));
    });
    using _levels = connection.on(dictationLevel, ({ stream: of, rmsDb }) => {
      if (of === stream) onLevel(rmsDb);
    });
    const { dictationEngine, dictationLanguage, microphone } = readSettings();
    const source = { kind: 'microphone', ...(microphone !== '' && { device: microphone }) } as const;
    await connection.request(
      dictationStart,
      {
        stream,
        source,
        ...(dictationEngine !== '' && { engine: dictationEngine }),
        ...(dictationLanguage !== '' && { language: dictationLanguage }),
      },
      signal,
    );
    await written;
  };

  return {
    async done() {
      try {
        await run();
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    stop() {
      isStopped = true;
      connection?.request(dictationStop, { stream }, signal).catch(() => undefined);
    },
    cancel() {
      cancelled.abort(new Error('Dictation was cancelled.'));
    },
  };
}
