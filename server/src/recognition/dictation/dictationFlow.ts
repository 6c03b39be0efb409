import type { DictationEvent } from '../../../../protocol/dictation.ts';
import type { GrowingSegment, SpeechSegment, SpeechTime, SpeechUpdate } from '../followSpeech.ts';
import type { RecognizedUtterance } from '../recognizer.ts';
import { mayDecode, noRest, restAfter } from './decodeInterval.ts';
import { endpointingMs, followVoice, type LastVoice } from './endpointing.ts';
import {
  addDecode,
  createSegmentText,
  isSameRange,
  toFinal,
  toPartial,
  type SegmentText,
  type SoundRange,
} from './segmentText.ts';
import type { SegmentWording } from './segmentWording.ts';

/**
 * Decides what is decoded when, and what is told. It waits for nothing and reads no clock: who drives it says what
 * happened and at what time, and does what the step says.
 */
export interface DictationFlow {
  take(input: DictationInput, nowMs: number): DictationStep;
  /** Two ended segments wait: nothing more is to be heard before one is recognised. */
  isFull(): boolean;
  /** All that ended has been told. */
  isIdle(): boolean;
}

export type DictationInput =
  | { readonly kind: 'heard'; readonly update: SpeechUpdate }
  /** What the decode that was started last has given; null where a partial one was refused. */
  | { readonly kind: 'decoded'; readonly utterance: RecognizedUtterance | null };

export interface DictationStep {
  readonly events: readonly DictationEvent[];
  /** To be started in place of the running one, which is of no use any more; null: nothing is to be started. */
  readonly decode: DecodeOrder | null;
}

export interface DecodeOrder {
  readonly samples: Float32Array;
  readonly isFinal: boolean;
  /**
   * The language of the segment, once the decodes before have agreed on it; null for one that may be the final one,
   * which hears all of the segment and shall say what it would say of a recording.
   */
  readonly language: string | null;
}

/** @param readWording  of a segment that begins now; null: as it is heard */
export function createDictationFlow(readWording: () => SegmentWording | null = () => null): DictationFlow {
  const ended: EndedSegment[] = [];
  let growing: GrowingSegment | null = null;
  /** Of the growing segment, once it is certain. */
  let openText: SegmentText | null = null;
  let running: RunningDecode | null = null;
  let rest = noRest;
  let lastVoice: LastVoice | null = null;
  let isSpeaking = false;
  let toldUntilMs = 0;
  let segmentCount = 0;

  const createText = (): SegmentText => createSegmentText((segmentCount += 1), readWording());

  const speechStarts = (startMs: number): DictationEvent[] => {
    if (isSpeaking) return [];
    isSpeaking = true;
    return [{ kind: 'speechStart', startMs }];
  };

  const speechEnds = (): DictationEvent[] => {
    if (!isSpeaking) return [];
    isSpeaking = false;
    return [{ kind: 'speechEnd', endMs: toldUntilMs }];
  };

  const startFinal = ({ segment, text }: EndedSegment, nowMs: number): DecodeOrder | null => {
    const range = rangeOf(segment);
    if (running?.segmentId === text.id && isSameRange(running.range, range)) return null;
    running = { segmentId: text.id, range, time: segment, startMs: nowMs, isFinal: true };
    return { samples: segment.samples, isFinal: true, language: null };
  };

  const startPartial = (nowMs: number): DecodeOrder | null => {
    if (growing === null || openText === null || running !== null) return null;
    if (!isWorthDecoding(growing, openText)) return null;
    const isLikelyFinal = growing.voice === 'silent';
    if (!mayDecode(rest, nowMs, isLikelyFinal)) return null;
    running = {
      segmentId: openText.id,
      range: toRange(growing),
      time: growing,
      startMs: nowMs,
      isFinal: false,
    };
    const language = isLikelyFinal ? null : openText.languageLock.language;
    return { samples: growing.readSamples(), isFinal: false, language };
  };

  const step = (nowMs: number): DictationStep => {
    const events: DictationEvent[] = [];
    for (let first = ended[0]; first !== undefined; first = ended[0]) {
      events.push(...speechStarts(first.segment.startMs));
      const final = finish(first, nowMs);
      if (final === null) return { events, decode: startFinal(first, nowMs) };
      ended.shift();
      events.push(...final);
      toldUntilMs = first.segment.endMs;
      if (!first.segment.isCut) events.push(...speechEnds());
    }
    if (growing === null) events.push(...speechEnds());
    else if (growing.isCertain) events.push(...speechStarts(growing.startMs));
    return { events, decode: startPartial(nowMs) };
  };

  const heard = (update: SpeechUpdate, nowMs: number): DictationStep => {
    for (const segment of update.ended) {
      const waitedMs = endpointingMs(lastVoice, { segment, heardMs: update.heardMs, nowMs });
      ended.push({ segment, text: openText ?? createText(), endedAtMs: nowMs, endpointingMs: waitedMs });
      openText = null;
    }
    growing = update.growing;
    if (growing?.isCertain === true) openText ??= createText();
    lastVoice = followVoice(lastVoice, update, nowMs);
    return step(nowMs);
  };

  const decoded = (utterance: RecognizedUtterance | null, nowMs: number): DictationStep => {
    if (running === null) throw new Error('No decode is running.');
    const { segmentId, range, time, startMs, isFinal } = running;
    running = null;
    // Of a refusal there is nothing to read either, but who refuses wants to be left alone.
    const hasText = utterance?.text !== '';
    if (!isFinal) rest = restAfter(rest, { startMs, endMs: nowMs, hasText });
    if (utterance === null) return step(nowMs);
    const latest = { range, utterance, engineMs: nowMs - startMs };
    const waiting = ended.find(({ text }) => text.id === segmentId);
    if (waiting !== undefined) waiting.text = { ...waiting.text, latest };
    if (openText?.id !== segmentId) return step(nowMs);
    const before = openText;
    openText = addDecode(before, latest, time);
    const partial = toPartial(before, openText, time);
    const { events, decode } = step(nowMs);
    return { events: partial === null ? events : [partial, ...events], decode };
  };

  return {
    take: (input, nowMs) =>
      input.kind === 'heard' ? heard(input.update, nowMs) : decoded(input.utterance, nowMs),
    isFull: () => ended.length >= 2,
    isIdle: () => ended.length === 0,
  };
}

interface EndedSegment {
  readonly segment: SpeechSegment;
  text: SegmentText;
  readonly endedAtMs: number;
  readonly endpointingMs: number;
}

interface RunningDecode {
  readonly segmentId: number;
  readonly range: SoundRange;
  readonly time: SpeechTime;
  readonly startMs: number;
  readonly isFinal: boolean;
}

/** Of 20 recorded sentences Moonshine hears the first word of seven in so much speech, of twelve in 300 ms. */
const minPartialSpeechMs = 200;

/**
 * While the voice fades a decode waits until it sounds again, or until so long after the last word that the decode is
 * the final one if no more speech comes.
 */
function isWorthDecoding(growing: GrowingSegment, { latest }: SegmentText): boolean {
  if (growing.speechMs < minPartialSpeechMs || growing.voice === 'fading') return false;
  return latest === null || !isSameRange(latest.range, growing);
}

function rangeOf({ samplesStartMs, samples }: SpeechSegment): SoundRange {
  return { samplesStartMs, sampleCount: samples.length };
}

/** Without the sound itself. */
function toRange({ samplesStartMs, sampleCount }: GrowingSegment): SoundRange {
  return { samplesStartMs, sampleCount };
}

/** @returns what ends the segment; null while no decode of all of it is there */
function finish(
  { segment, text, endedAtMs, ...timings }: EndedSegment,
  nowMs: number,
): readonly DictationEvent[] | null {
  const { latest } = text;
  if (latest === null || !isSameRange(latest.range, rangeOf(segment))) return null;
  const { utterance, engineMs } = latest;
  const finalizingMs = nowMs - endedAtMs;
  const final = toFinal(text, segment, { utterance, engineMs, finalizingMs, ...timings });
  return final === null ? [] : [final];
}
