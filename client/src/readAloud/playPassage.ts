import {
  documentPlaybackStart,
  playbackPause,
  playbackPosition,
  playbackReplacedVoice,
  playbackResume,
  playbackSeek,
  playbackSpeed,
  playbackStop,
} from '../../../protocol/playback.ts';
import type { WordTime } from '../../../protocol/synthesis.ts';
import type { SpeechConnection } from '../daemon/speechConnection.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { scriptTakes } from './scriptTakes.ts';
import { createOffsetTracker, type PlacedText } from './offsetTracker.ts';
import { createPassage, type Passage } from './passage.ts';
import { sentenceAt, type Sentence } from './sentences.ts';
import type { Part, SourceText } from './sourceText.ts';

/** A passage that is on the speaker. */
export interface PlayedPassage<Source extends SourceText> {
  readonly passage: Passage;
  /** Resolves when all was heard or it was stopped. @throws SpeechError as `speech/documentPlaybackStart` */
  readonly done: Promise<void>;
  /** Of what is heard, or was sought; into the passage's text. */
  heardOffset(): number;
  /** @returns the word there or behind it; null where its sound is not made yet */
  seek(offset: number): Promise<WordTime | null>;
  togglePause(): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  stop(): void;
  /** Where an offset of the passage's text is in the source now. */
  toSource(offset: number): number;
  /** The part that was asked for, after the edits made since. */
  part(): Part<Source>;
}

export interface PassageRequest<Source extends SourceText> {
  readonly part: Part<Source>;
  /** Where in the part it begins. */
  readonly offset: number;
  readonly voice: string;
  /** Of each sentence of a script. */
  readonly takeCount: number;
  readonly speed: number;
}

export interface PassageListener<Source extends SourceText> {
  /** The word that is heard, with its sentence, where they are in the source now. */
  readonly onWord: (source: Source, word: PlacedText, sentence: PlacedText) => void;
  readonly onState: (state: 'playing' | 'paused') => void;
  readonly onReplacedVoice: (source: Source, replaced: ReplacedVoice) => void;
}

/** A voice that a script names and that there is not: another speaks. */
export interface ReplacedVoice {
  readonly voice: string;
  /** Where it is named in the source now; null: the place has been deleted. */
  readonly place: PlacedText | null;
  readonly spokenBy: string;
  readonly message: string;
  /** Which are near. */
  readonly hint: string;
}

export function playPassage<Source extends SourceText>(
  connection: SpeechConnection,
  { part, offset, voice, takeCount, speed }: PassageRequest<Source>,
  { onWord, onState, onReplacedVoice }: PassageListener<Source>,
): PlayedPassage<Source> {
  const { source } = part;
  const stream = createStreamName();
  const passage = createPassage({ source, startOffset: offset, endOffset: part.endOffset });
  const { text, startOffset, endOffset, bodyOffset, shift } = passage;
  const tracker = createOffsetTracker();
  const stopped = new AbortController();
  let state: 'playing' | 'paused' = 'playing';
  let heardOffset = startOffset;
  let toldMs = -1;
  let sentence: Sentence | null = null;

  const toPlace = (place: PlacedText): PlacedText | null =>
    tracker.place(place.startOffset + shift, place.endOffset + shift);

  const tell = (word: WordTime): void => {
    // Positions between the words name the same one again.
    if (word.startMs === toldMs) return;
    toldMs = word.startMs;
    heardOffset = word.startOffset;
    const isSame =
      sentence !== null && sentence.startOffset <= heardOffset && heardOffset < sentence.endOffset;
    if (!isSame) sentence = sentenceAt(text, heardOffset);
    const place = toPlace(word);
    if (place === null) return;
    onWord(source, place, (sentence === null ? null : toPlace(sentence)) ?? place);
  };
  const positions = connection.on(playbackPosition, (position) => {
    if (position.stream !== stream || stopped.signal.aborted) return;
    if (position.state !== state) onState((state = position.state));
    if (position.word !== null) tell(position.word);
  });
  const replacements = connection.on(playbackReplacedVoice, (replaced) => {
    if (replaced.stream !== stream || stopped.signal.aborted) return;
    const { voice, spokenBy, message, hint, source: named } = replaced;
    // What was put in front of the passage stands where the source begins.
    const by = named.startOffset < bodyOffset ? 0 : shift;
    const place = tracker.place(named.startOffset + by, named.endOffset + by);
    onReplacedVoice(source, { voice, place, spokenBy, message, hint });
  });
  const changes = source.onChange((made) => {
    tracker.change(made);
  });

  const play = async (): Promise<void> => {
    const isAll = startOffset === 0 && endOffset === text.length;
    try {
      await connection.request(
        documentPlaybackStart,
        {
          stream,
          text,
          languageId: source.languageId,
          voice,
          speed,
          ...scriptTakes(source.languageId, takeCount),
          ...(!isAll && { range: { startOffset, endOffset } }),
          ...source.place,
        },
        stopped.signal,
      );
    } catch (error) {
      if (!stopped.signal.aborted) throw error;
    } finally {
      changes.dispose();
      positions[Symbol.dispose]();
      replacements[Symbol.dispose]();
    }
  };

  const { signal } = new AbortController();
  return {
    passage,
    done: play(),
    heardOffset: () => heardOffset,
    async seek(target) {
      heardOffset = target;
      const { word } = await connection.request(
        playbackSeek,
        { stream, target: { kind: 'text', offset: target } },
        signal,
      );
      return word;
    },
    async togglePause() {
      await connection.request(state === 'playing' ? playbackPause : playbackResume, { stream }, signal);
    },
    async setSpeed(next) {
      await connection.request(playbackSpeed, { stream, speed: next }, signal);
    },
    stop() {
      // Silent at once; the answer of the request that is cancelled says so.
      void connection.request(playbackStop, { stream }, signal).catch(() => undefined);
      stopped.abort(new Error('Stopped.'));
    },
    toSource: (place) => tracker.at(place + shift),
    part: () => ({
      source,
      startOffset: tracker.at(part.startOffset),
      endOffset: tracker.at(part.endOffset),
    }),
  };
}
