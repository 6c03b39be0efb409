import type { DictationEvent, DictationOptions } from '../../../../protocol/dictation.ts';
import { isSpeechError } from '../../../../protocol/errors.ts';
import type { RecognitionOptions } from '../../../../protocol/recognition.ts';
import { untilAborted } from '../../cancellation/untilAborted.ts';
import { followSpeech, type SpeechUpdate } from '../followSpeech.ts';
import type { Recognizer } from '../recognizer.ts';
import type { VoiceActivityDetector } from '../vad/voiceActivityDetector.ts';
import { createWording } from '../wording/wordingRecognizer.ts';
import type { Wording } from '../wording/reword.ts';
import { createDictationFlow, type DecodeOrder, type DictationInput } from './dictationFlow.ts';
import { dictationSegmenter } from './dictationSegmenter.ts';
import { createSegmentWording } from './segmentWording.ts';

export interface DictationTools {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  readonly options: DictationOptions;
  /** Of what begins to be said now, in place of the options'; absent: it is always theirs. */
  readonly readWording?: () => Wording | null;
  readonly clock: Clock;
}

/** Milliseconds from any moment on, such as `performance`. */
export interface Clock {
  now(): number;
}

/**
 * Understands speech while it is spoken, with any recognizer: the segment that grows is decoded again and again, and
 * the words on which the decodes agree are committed. How it decides is in docs/dictation.md; the order of the events
 * is that of `DictationEvent`.
 *
 * It holds at most the segment that grows and two that have ended. While its reader holds an event, or while two ended
 * segments wait for the recognizer, the source is not read: one that is faster than the recognizer is slowed down.
 *
 * @param source  mono 16 kHz in [-1, 1], in chunks of any size; its end ends the utterance at once
 * @param signal  an abort rejects at once with its reason
 * @throws SpeechError invalidInput, languageUnsupported, outOfMemory, engineFailed, and whatever the source throws,
 *         that after what was heard before
 */
export async function* dictate(
  source: AsyncIterable<Float32Array>,
  { recognizer, voiceActivity, options, readWording, clock }: DictationTools,
  signal: AbortSignal,
): AsyncGenerator<DictationEvent, void, undefined> {
  signal.throwIfAborted();
  const {
    endOfSpeechMs = defaultEndOfSpeechMs,
    replacements,
    leaveOutFillers,
    ...recognitionOptions
  } = options;
  const wording = createWording({ replacements, leaveOutFillers });
  const { language = null } = recognitionOptions;
  const segmenter = dictationSegmenter(endOfSpeechMs, recognizer.description);
  const stopped = new AbortController();
  const heard = untilFailure(source);
  const updates = followSpeech(heard.samples, { voiceActivity, segmenter }, stopped.signal);
  const flow = createDictationFlow(() =>
    createSegmentWording(readWording === undefined ? wording : readWording(), language),
  );
  let listening: Promise<DictationInput | SourceOver> | null = null;
  let decoding: RunningDecode | null = null;
  const stop = (): void => {
    decoding?.cancel();
    stopped.abort(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (let isOver = false; !isOver || !flow.isIdle();) {
      if (!isOver && !flow.isFull()) listening ??= listen(updates);
      // What was decoded first: a source that always has more must not keep it waiting.
      const waits = [decoding?.result, listening].filter((wait) => wait !== undefined && wait !== null);
      const input = await untilAborted(Promise.race(waits), signal);
      if (input.kind === 'decoded') decoding = null;
      else listening = null;
      if (input.kind === 'over') {
        isOver = true;
        continue;
      }
      const { events, decode } = flow.take(input, clock.now());
      if (decode !== null) {
        decoding?.cancel();
        decoding = startDecode(decode, { recognizer, options: recognitionOptions });
      }
      yield* events;
    }
    heard.assertWhole();
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    const closed = updates.return().catch(() => undefined);
    await (signal.aborted ? undefined : closed);
  }
}

const defaultEndOfSpeechMs = 600;

interface HeardSource {
  readonly samples: AsyncIterable<Float32Array>;
  /** @throws what the source threw */
  assertWhole(): void;
}

/** A source that fails ends instead, so that what was heard before is finished. */
function untilFailure(source: AsyncIterable<Float32Array>): HeardSource {
  const failures: unknown[] = [];
  const read = (): AsyncIterator<Float32Array> => {
    const iterator = source[Symbol.asyncIterator]();
    return {
      next: () =>
        iterator.next().catch((failure: unknown) => {
          failures.push(failure);
          return { done: true, value: undefined };
        }),
      // Also while the source keeps its reader waiting.
      return: () => iterator.return?.() ?? Promise.resolve({ done: true, value: undefined }),
    };
  };
  return {
    samples: { [Symbol.asyncIterator]: read },
    assertWhole() {
      if (failures.length > 0) throw failures[0];
    },
  };
}

interface SourceOver {
  readonly kind: 'over';
}

/** Its failure is seen by who waits for it; where nobody does any more it is of no interest. */
function listen(updates: AsyncIterator<SpeechUpdate, void>): Promise<DictationInput | SourceOver> {
  const next = updates
    .next()
    .then((result): DictationInput | SourceOver =>
      result.done === true ? { kind: 'over' } : { kind: 'heard', update: result.value },
    );
  next.catch(() => undefined);
  return next;
}

interface RunningDecode {
  readonly result: Promise<DictationInput>;
  /** The recognizer stops at its next step; nobody waits for it. */
  cancel(): void;
}

interface DecodeTools {
  readonly recognizer: Recognizer;
  readonly options: RecognitionOptions;
}

function startDecode(order: DecodeOrder, { recognizer, options }: DecodeTools): RunningDecode {
  const controller = new AbortController();
  const decode = async (): Promise<DictationInput> => {
    try {
      const known = order.language === null ? options : { language: order.language, ...options };
      const utterance = await recognizer.recognize(order.samples, known, controller.signal);
      return { kind: 'decoded', utterance };
    } catch (error) {
      if (order.isFinal || !isPassing(error)) throw error;
      return { kind: 'decoded', utterance: null };
    }
  };
  const result = decode();
  result.catch(() => undefined);
  return {
    result,
    cancel() {
      controller.abort();
    },
  };
}

/** The next decode may succeed: a busy engine, or one whose process died and is started again. */
function isPassing(error: unknown): boolean {
  return isSpeechError(error, 'busy') || isSpeechError(error, 'engineFailed');
}
