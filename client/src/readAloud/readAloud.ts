import * as vscode from 'vscode';
import type { SpeechService } from '../daemon/speechService.ts';
import { helpWithError } from '../recovery/helpWithError.ts';
import { screenReaderArgument, type ScreenReader } from '../editor/screenReader.ts';
import { readSettings } from '../settings/readSettings.ts';
import { writeSetting } from '../settings/writeSetting.ts';
import { createAnnouncing } from './announcing.ts';
import { toRange, type ShownText } from './documentText.ts';
import { findClipboard, findWhatToRead, partOf } from './findWhatToRead.ts';
import { createHeardWords } from './heardWords.ts';
import { createVoiceTeller } from './voiceTeller.ts';
import { startReading, type Reading } from './reading.ts';
import { createReadingSpeed } from './readingSpeed.ts';
import { createReadingStatus } from './readingStatus.ts';
import type { ReadCommand, WhatToRead } from './whatToRead.ts';

/** Reads texts aloud, one at a time. */
export interface ReadAloud {
  /**
   * Of what is active: a text editor, a notebook, a Markdown preview.
   *
   * @param given  what VS Code says of where the command was given
   */
  read(command: ReadCommand, given?: unknown): Promise<void>;
  /** @param given  as of `read` */
  readClipboard(given?: unknown): Promise<void>;
  /**
   * A part of a document, such as a line or a scene of a script.
   *
   * @returns whether it was heard to its end
   */
  readRange(uri: vscode.Uri, range: vscode.Range, options?: ReadRangeOptions): Promise<boolean>;
  isReading(): boolean;
  togglePause(): Promise<void>;
  /** What is heard, if anything is. */
  pause(): Promise<void>;
  stop(): void;
  moveTo(sentence: 'next' | 'previous'): Promise<void>;
  changeSpeed(by: number): Promise<void>;
  /** Goes to what is read, and follows it again. */
  reveal(): Promise<void>;
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
  readonly screenReader: ScreenReader;
}

export function createReadAloud({ service, log, heard, screenReader }: ReadAloudParts): ReadAloud {
  const words = createHeardWords(() => readSettings().followsReading);
  const status = createReadingStatus();
  const announcing = createAnnouncing(screenReader);
  const tellReplacedVoice = createVoiceTeller();
  /** The document that is read, or was read last. */
  let scope: vscode.Uri | undefined;
  const speed = createReadingSpeed({
    read: () => readSettings(scope).readingSpeed,
    write: (next) => writeSetting('aloud.readAloud.speed', next, scope),
  });
  let reading: Reading<ShownText> | null = null;
  let starting = new AbortController();
  let shown: 'loading' | 'playing' | 'paused' | null = null;

  const show = (state: typeof shown): void => {
    shown = state;
    status.show(state);
  };

  const stop = (): void => {
    starting.abort(new Error('Stopped.'));
    reading?.stop();
    reading = null;
    words.clear();
    show(null);
  };

  const start = async (what: WhatToRead): Promise<boolean> => {
    stop();
    const { signal } = (starting = new AbortController());
    show('loading');
    let current: Reading<ShownText> | null = null;
    using waiting = announcing.starts();
    try {
      const connection = await service.connect(signal);
      // It was set while another document was read, in whose folder it is kept.
      await speed.settle();
      signal.throwIfAborted();
      scope = what.from.part.source.document?.uri;
      const { voice, takeCount } = readSettings(scope);
      current = startReading(
        connection,
        { ...what, voice, takeCount, speed: speed.now() },
        {
          onWord: ({ document }, word, sentence) => {
            waiting[Symbol.dispose]();
            show('playing');
            if (document === null) return;
            const range = toRange(document, word);
            words.show(document, range, toRange(document, sentence));
            heard.fire({ uri: document.uri, word: range });
          },
          onState: show,
          onReplacedVoice: ({ document }, replaced) => {
            tellReplacedVoice(document, replaced);
          },
        },
      );
      reading = current;
      await current.done;
      return !signal.aborted;
    } catch (error) {
      if (signal.aborted) return false;
      // What was heard is not read again.
      const rest = current === null ? what : { from: current.heard(), order: what.order };
      helpWithError(error, {
        service,
        log,
        retry: async () => {
          await start(rest);
        },
      });
      return false;
    } finally {
      if (reading === current && !signal.aborted) stop();
    }
  };

  const startAll = async (what: WhatToRead | null): Promise<void> => {
    if (what !== null && (await start(what))) announcing.ended();
  };

  return {
    async read(command, given) {
      if (given === screenReaderArgument) screenReader.note();
      await startAll(await findWhatToRead(command, given));
    },
    async readClipboard(given) {
      if (given === screenReaderArgument) screenReader.note();
      await startAll(await findClipboard());
    },
    async readRange(uri, range, { fromOffset } = {}) {
      const what = partOf(await vscode.workspace.openTextDocument(uri), range);
      return start({ ...what, ...(fromOffset !== undefined && { seekOffset: fromOffset }) });
    },
    isReading: () => shown !== null,
    async togglePause() {
      words.followAgain();
      await reading?.togglePause();
    },
    async pause() {
      if (shown !== null && shown !== 'paused') await reading?.togglePause();
    },
    stop,
    async moveTo(sentence) {
      words.followAgain();
      await reading?.moveTo(sentence);
    },
    async changeSpeed(by) {
      const next = speed.change(by);
      const sentence = vscode.l10n.t('Aloud reads at {0} times speed', next);
      // What is heard tells it, and nothing talks into that.
      if (shown === 'playing') vscode.window.setStatusBarMessage(sentence, 2000);
      else screenReader.tellBriefly(sentence);
      await reading?.setSpeed(next);
    },
    reveal: () => words.reveal(),
    dispose() {
      stop();
      void speed.settle();
      words.dispose();
      status.dispose();
    },
  };
}
