import * as vscode from 'vscode';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../helpWithError.ts';
import { readSettings } from '../settings.ts';
import { createHeardWords } from './heardWords.ts';
import { startReading, type Reading } from './reading.ts';

/** Reads documents aloud, one at a time. */
export interface ReadAloud {
  /** Of the active editor. */
  read(part: 'selection' | 'fromCursor' | 'document'): Promise<void>;
  /**
   * A part of a document, such as a line or a scene of a script.
   *
   * @returns whether it was heard to its end
   */
  readRange(uri: vscode.Uri, range: vscode.Range, options?: ReadRangeOptions): Promise<boolean>;
  isReading(): boolean;
  togglePause(): Promise<void>;
  stop(): void;
  moveTo(sentence: 'next' | 'previous'): Promise<void>;
  changeSpeed(by: number): Promise<void>;
  dispose(): void;
}

export interface ReadRangeOptions {
  /** Heard first is the word there, of the document as it is now. */
  readonly fromOffset?: number;
}

export interface HeardWord {
  readonly uri: vscode.Uri;
  /** Where it is in the document now. */
  readonly word: vscode.Range;
}

export interface ReadAloudParts {
  readonly service: SpeechService;
  readonly log: vscode.LogOutputChannel;
  /** Told of every word that begins to be heard. */
  readonly heard: vscode.EventEmitter<HeardWord>;
}

const speeds = { least: 0.5, most: 3 };

export function createReadAloud({ service, log, heard }: ReadAloudParts): ReadAloud {
  const words = createHeardWords(() => readSettings().followsReading);
  const status = vscode.window.createStatusBarItem('aloud.reading', vscode.StatusBarAlignment.Right, 100);
  status.name = vscode.l10n.t('Aloud: reading');
  let reading: Reading | null = null;
  let starting = new AbortController();
  let speed: number | null = null;
  let isActive = false;

  const show = (state: 'loading' | 'playing' | 'paused' | null): void => {
    isActive = state !== null;
    void vscode.commands.executeCommand('setContext', 'aloud.isReading', isActive);
    if (state === null) {
      status.hide();
      return;
    }
    const icons = { loading: '$(loading~spin)', playing: '$(unmute)', paused: '$(debug-pause)' };
    status.text = `${icons[state]} ${stateText(state)}`;
    status.tooltip = vscode.l10n.t('Pause or go on reading');
    status.command = 'aloud.readAloud.togglePause';
    status.show();
  };

  const stop = (): void => {
    starting.abort(new Error('Stopped.'));
    reading?.stop();
    reading = null;
    words.clear();
    show(null);
  };

  const start = async (
    document: vscode.TextDocument,
    range: vscode.Range | null,
    options: ReadRangeOptions = {},
  ): Promise<boolean> => {
    stop();
    const { signal } = (starting = new AbortController());
    show('loading');
    let current: Reading | null = null;
    try {
      const connection = await service.connect(signal);
      signal.throwIfAborted();
      const { voice, readingSpeed } = readSettings();
      current = startReading(
        connection,
        { document, range, voice, speed: speed ?? readingSpeed, ...options },
        {
          onWord: (word, sentence) => {
            show('playing');
            words.show(document, word, sentence);
            heard.fire({ uri: document.uri, word });
          },
          onState: show,
        },
      );
      reading = current;
      await current.done;
      return !signal.aborted;
    } catch (error) {
      if (signal.aborted) return false;
      helpWithError(error, {
        service,
        log,
        retry: async () => {
          await start(document, range, options);
        },
      });
      return false;
    } finally {
      if (reading === current && !signal.aborted) stop();
    }
  };

  return {
    async read(part) {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Open a document to have it read aloud.'));
        return;
      }
      await start(editor.document, rangeOf(editor, part));
    },
    async readRange(uri, range, options) {
      return start(await vscode.workspace.openTextDocument(uri), range, options);
    },
    isReading: () => isActive,
    async togglePause() {
      await reading?.togglePause();
    },
    stop,
    async moveTo(sentence) {
      await reading?.moveTo(sentence);
    },
    async changeSpeed(by) {
      const next = (speed ?? readSettings().readingSpeed) + by;
      speed = Math.min(speeds.most, Math.max(speeds.least, Math.round(next * 10) / 10));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Aloud reads at {0} times speed', speed), 2000);
      await reading?.setSpeed(speed);
    },
    dispose() {
      stop();
      words.dispose();
      status.dispose();
    },
  };
}

function stateText(state: 'loading' | 'playing' | 'paused'): string {
  switch (state) {
    case 'loading':
      return vscode.l10n.t('Reading starts');
    case 'playing':
      return vscode.l10n.t('Reading');
    case 'paused':
      return vscode.l10n.t('Reading paused');
  }
}

/** Without a selection, what would be selected is what begins at the cursor. */
function rangeOf(
  editor: vscode.TextEditor,
  part: 'selection' | 'fromCursor' | 'document',
): vscode.Range | null {
  const { document, selection } = editor;
  if (part === 'document') return null;
  if (part === 'selection' && !selection.isEmpty) return selection;
  return new vscode.Range(selection.active, document.lineAt(document.lineCount - 1).range.end);
}
