import * as vscode from 'vscode';
import {
  documentPlaybackStart,
  playbackPause,
  playbackPosition,
  playbackResume,
  playbackSeek,
  playbackSpeed,
  playbackStop,
} from '../../../protocol/playback.ts';
import type { WordTime } from '../../../protocol/synthesis.ts';
import type { SpeechConnection } from '../daemon/speechConnection.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { documentPlace } from '../documentPlace.ts';
import { createOffsetTracker } from './offsetTracker.ts';
import { sentenceAfter, sentenceAt, sentenceBefore } from './sentences.ts';

/** A document that is being read aloud. */
export interface Reading {
  readonly document: vscode.TextDocument;
  /** Resolves when all was heard or it was stopped. @throws SpeechError as `speech/documentPlaybackStart` */
  readonly done: Promise<void>;
  togglePause(): Promise<void>;
  stop(): void;
  setSpeed(speed: number): Promise<void>;
  moveTo(sentence: 'next' | 'previous'): Promise<void>;
}

export interface ReadingRequest {
  readonly document: vscode.TextDocument;
  /** In the text as it is now; null: all of it. */
  readonly range: vscode.Range | null;
  readonly voice: string;
  readonly speed: number;
  /** Heard first is the word there. */
  readonly fromOffset?: number;
}

export interface ReadingListener {
  /** The word that is heard, with its sentence, where they are in the document now. */
  readonly onWord: (word: vscode.Range, sentence: vscode.Range) => void;
  readonly onState: (state: 'playing' | 'paused') => void;
}

export function startReading(
  connection: SpeechConnection,
  { document, range, voice, speed, fromOffset }: ReadingRequest,
  { onWord, onState }: ReadingListener,
): Reading {
  const stream = createStreamName();
  const text = document.getText();
  const tracker = createOffsetTracker();
  const stopped = new AbortController();
  let state: 'playing' | 'paused' = 'playing';
  let heardOffset = range === null ? 0 : document.offsetAt(range.start);

  let toldMs = -1;

  const tell = ({ startOffset, endOffset, startMs }: WordTime): void => {
    // Positions between the words name the same one again.
    if (startMs === toldMs) return;
    toldMs = startMs;
    heardOffset = startOffset;
    const sentence = sentenceAt(text, startOffset) ?? { startOffset, endOffset };
    const word = tracker.place(startOffset, endOffset);
    if (word === null) return;
    const around = tracker.place(sentence.startOffset, sentence.endOffset) ?? word;
    onWord(toRange(document, word), toRange(document, around));
  };
  const subscriptions = [
    connection.on(playbackPosition, (position) => {
      if (position.stream !== stream || stopped.signal.aborted) return;
      if (position.state !== state) onState((state = position.state));
      if (position.word !== null) tell(position.word);
    }),
  ];
  const changes = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document) tracker.change(event.contentChanges);
  });

  const play = async (): Promise<void> => {
    try {
      await connection.request(
        documentPlaybackStart,
        {
          stream,
          text,
          languageId: document.languageId,
          voice,
          speed,
          ...(range !== null && {
            range: { startOffset: document.offsetAt(range.start), endOffset: document.offsetAt(range.end) },
          }),
          ...documentPlace(document),
        },
        stopped.signal,
      );
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
    } finally {
      changes.dispose();
      for (const subscription of subscriptions) subscription[Symbol.dispose]();
    }
  };

  const signal = new AbortController().signal;
  const seekTo = async (offset: number): Promise<void> => {
    heardOffset = offset;
    await connection.request(playbackSeek, { stream, target: { kind: 'text', offset } }, signal);
  };
  const done = play();
  // It is on its way behind the request that begins, and comes before the first sound.
  if (fromOffset !== undefined) seekTo(fromOffset).catch(() => undefined);
  return {
    document,
    done,
    async togglePause() {
      await connection.request(state === 'playing' ? playbackPause : playbackResume, { stream }, signal);
    },
    stop() {
      // Silent at once; the answer of the request that is cancelled says so.
      void connection.request(playbackStop, { stream }, signal).catch(() => undefined);
      stopped.abort(new Error('Stopped.'));
    },
    async setSpeed(next) {
      await connection.request(playbackSpeed, { stream, speed: next }, signal);
    },
    async moveTo(which) {
      const sentence =
        which === 'next' ? sentenceAfter(text, heardOffset) : sentenceBefore(text, heardOffset);
      const target = sentence ?? (which === 'next' ? null : sentenceAt(text, heardOffset));
      if (target === null) return;
      await seekTo(target.startOffset);
    },
  };
}

function toRange(
  document: vscode.TextDocument,
  { startOffset, endOffset }: { readonly startOffset: number; readonly endOffset: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(startOffset), document.positionAt(endOffset));
}
