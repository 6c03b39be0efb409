import type { SpeechConnection } from '../daemon/speechConnection.ts';
import { playPassage, type PassageListener, type PlayedPassage } from './playPassage.ts';
import { sentenceAfter, sentenceAt, sentenceBefore } from './sentences.ts';
import type { Part, PartOrder, SourceText } from './sourceText.ts';

/** Texts that are being read aloud, one after the other. */
export interface Reading<Source extends SourceText> {
  /** Resolves when all was heard or it was stopped. @throws SpeechError as `speech/documentPlaybackStart` */
  readonly done: Promise<void>;
  /** What is heard now, with what follows it. */
  heard(): Place<Source>;
  togglePause(): Promise<void>;
  stop(): void;
  setSpeed(speed: number): Promise<void>;
  moveTo(sentence: 'next' | 'previous'): Promise<void>;
}

/** Where reading begins: an offset in the text as it is now, inside of what may be read of it. */
export interface Place<Source extends SourceText> {
  readonly part: Part<Source>;
  readonly offset: number;
}

export interface ReadingRequest<Source extends SourceText> {
  readonly from: Place<Source>;
  readonly order: PartOrder<Source>;
  /** Heard first is the word there, with the sound as if all had been heard before. */
  readonly seekOffset?: number;
  readonly voice: string;
  /** Of each sentence of a script. */
  readonly takeCount: number;
  readonly speed: number;
}

/** Going back, until a word is heard. */
interface WayBack<Source extends SourceText> {
  readonly place: Place<Source>;
  /** Words from here on do not count: they were heard before. */
  readonly originOffset: number;
  /** Characters to go further back by, where nothing is said between the place and the origin. */
  readonly step: number;
}

const firstStep = 200;

export function startReading<Source extends SourceText>(
  connection: SpeechConnection,
  { from, order, seekOffset, voice, takeCount, speed: firstSpeed }: ReadingRequest<Source>,
  { onWord, onState, onReplacedVoice }: PassageListener<Source>,
): Reading<Source> {
  let speed = firstSpeed;
  let isStopped = false;
  let jump: Place<Source> | null = null;
  let back: WayBack<Source> | null = null;

  const play = ({ part, offset }: Place<Source>): PlayedPassage<Source> =>
    playPassage(
      connection,
      { part, offset, voice, takeCount, speed },
      {
        onState,
        onReplacedVoice,
        onWord(source, word, sentence) {
          const way = back;
          back = null;
          const isBack = way === null || word.startOffset < way.originOffset || !goFurtherBack(way);
          if (isBack) onWord(source, word, sentence);
        },
      },
    );

  const jumpTo = (place: Place<Source>): void => {
    jump = place;
    current.stop();
    onState('playing');
  };

  const goBack = (place: Place<Source>, originOffset: number, step = firstStep): void => {
    back = { place, originOffset, step };
    jumpTo(place);
  };

  const goFurtherBack = ({ place: { part, offset }, originOffset, step }: WayBack<Source>): boolean => {
    const place = sentenceEndingAt(part, offset - step) ?? { part, offset: part.startOffset };
    const isFurther = place.offset < offset;
    if (isFurther) goBack(place, originOffset, 2 * step);
    return isFurther;
  };

  let current = play(from);
  // It is on its way behind the request that begins, and comes before the first sound.
  if (seekOffset !== undefined) current.seek(seekOffset - current.passage.shift).catch(() => undefined);

  /** What is read when all of a passage was heard. */
  const following = (played: PlayedPassage<Source>): Place<Source> | null => {
    const here = played.part();
    const offset = played.toSource(played.passage.endOffset);
    return offset < here.endOffset ? { part: here, offset } : startOf(order.after(here.source));
  };

  const preceding = (played: PlayedPassage<Source>): Place<Source> | null =>
    lastSentenceOf(order.before(played.part().source));

  const nextAfter = (ended: PlayedPassage<Source>): Place<Source> | null => {
    // Who went back into what is silent wants what is before it.
    const before = back === null ? null : preceding(ended);
    if (before !== null) back = { place: before, originOffset: Infinity, step: firstStep };
    return before ?? following(ended);
  };

  const run = async (): Promise<void> => {
    for (;;) {
      await current.done;
      const next: Place<Source> | null = jump ?? nextAfter(current);
      if (isStopped || next === null) return;
      jump = null;
      current = play(next);
    }
  };

  const moveToNext = async (): Promise<void> => {
    const { passage } = current;
    const sentence = sentenceAfter(passage.text, current.heardOffset());
    if (sentence !== null && sentence.startOffset < passage.endOffset) {
      await current.seek(sentence.startOffset);
      return;
    }
    const place = following(current);
    if (place !== null) jumpTo(place);
  };

  /** What is silent, such as code, is passed: the word there is not before the one that is heard. */
  const moveToPrevious = async (): Promise<void> => {
    const played = current;
    const { text, startOffset, bodyOffset } = played.passage;
    const origin = sentenceAt(text, played.heardOffset())?.startOffset ?? played.heardOffset();
    let sentence = sentenceBefore(text, origin);
    while (sentence !== null && sentence.startOffset >= startOffset) {
      const word = await played.seek(sentence.startOffset);
      if (word === null || word.startOffset < origin || played !== current) return;
      sentence = sentenceBefore(text, sentence.startOffset);
    }
    const part = played.part();
    const inside =
      sentence !== null && sentence.startOffset >= bodyOffset
        ? { part, offset: played.toSource(sentence.startOffset) }
        : sentenceEndingAt(part, played.toSource(bodyOffset));
    const outside = preceding(played);
    if (inside !== null && inside.offset >= part.startOffset) goBack(inside, played.toSource(origin));
    else if (outside !== null) goBack(outside, Infinity);
    else await played.seek(startOffset);
  };

  return {
    done: run(),
    heard: () => ({ part: current.part(), offset: current.toSource(current.heardOffset()) }),
    togglePause: () => current.togglePause(),
    stop() {
      isStopped = true;
      current.stop();
    },
    async setSpeed(next) {
      speed = next;
      await current.setSpeed(next);
    },
    moveTo: (which) => (which === 'next' ? moveToNext() : moveToPrevious()),
  };
}

function startOf<Source extends SourceText>(part: Part<Source> | null): Place<Source> | null {
  return part === null ? null : { part, offset: part.startOffset };
}

function lastSentenceOf<Source extends SourceText>(part: Part<Source> | null): Place<Source> | null {
  return part === null ? null : (sentenceEndingAt(part, part.endOffset) ?? startOf(part));
}

const nearby = 5000;

/** The last sentence of a part before an offset; null where there is none. */
function sentenceEndingAt<Source extends SourceText>(
  part: Part<Source>,
  offset: number,
): Place<Source> | null {
  const from = Math.max(part.startOffset, offset - nearby);
  if (from >= offset) return null;
  const text = part.source.slice(from, offset).trimEnd();
  const sentence = sentenceAt(text, text.length);
  return sentence === null ? null : { part, offset: from + sentence.startOffset };
}
