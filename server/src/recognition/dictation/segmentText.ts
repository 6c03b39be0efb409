import type { DictationFinal, DictationPartial, DictationTimings } from '../../../../protocol/dictation.ts';
import type { SpeechTime } from '../followSpeech.ts';
import { recognitionSampleRateHz, type RecognizedUtterance } from '../recognizer.ts';
import { toTranscriptSegment } from '../toTranscriptSegment.ts';
import { addVote, noLanguage, type LanguageLock } from './languageLock.ts';
import {
  addHypothesis,
  committedText,
  emptyPrefix,
  finishText,
  tentativeText,
  type StablePrefix,
} from './stablePrefix.ts';

/** What is known of the text of one segment. */
export interface SegmentText {
  readonly id: number;
  readonly prefix: StablePrefix;
  /** As the latest decode has it. */
  readonly language: string | null;
  readonly languageLock: LanguageLock;
  /** The latest decode, which is the final one if no more speech comes. */
  readonly latest: DecodedSound | null;
}

/** A stretch of the source, `samplesStartMs` on. */
export interface SoundRange {
  readonly samplesStartMs: number;
  readonly sampleCount: number;
}

export interface DecodedSound {
  readonly range: SoundRange;
  readonly utterance: RecognizedUtterance;
  readonly engineMs: number;
}

export function createSegmentText(id: number): SegmentText {
  return { id, prefix: emptyPrefix, language: null, languageLock: noLanguage, latest: null };
}

export function isSameRange(first: SoundRange, second: SoundRange): boolean {
  return first.samplesStartMs === second.samplesStartMs && first.sampleCount === second.sampleCount;
}

/** @param time  where the speech was in what was decoded */
export function addDecode(text: SegmentText, decoded: DecodedSound, time: SpeechTime): SegmentText {
  const { range, utterance } = decoded;
  const heardMs = range.samplesStartMs + (range.sampleCount * 1000) / recognitionSampleRateHz;
  return {
    ...text,
    prefix: addHypothesis(text.prefix, { text: utterance.text, heardMs }),
    language: utterance.language ?? text.language,
    languageLock: addVote(text.languageLock, {
      language: utterance.language,
      confidence: utterance.languageConfidence,
      speechMs: time.endMs - time.startMs,
    }),
    latest: decoded,
  };
}

/** @returns null where the texts are the same: nothing is to be told */
export function toPartial(
  before: SegmentText,
  after: SegmentText,
  { startMs, endMs }: SpeechTime,
): DictationPartial | null {
  const shown = toShown(after);
  const isNew = Object.entries(toShown(before)).some(
    ([key, value]) => shown[key as keyof typeof shown] !== value,
  );
  return isNew ? { kind: 'partial', segmentId: after.id, startMs, endMs, ...shown } : null;
}

function toShown({ prefix, language }: SegmentText) {
  return { committedText: committedText(prefix), tentativeText: tentativeText(prefix), language };
}

/**
 * The final text begins with the committed words, also where the final decode would have them otherwise. Times of
 * words are given where they are those of the text.
 *
 * @returns null where nothing was understood
 */
export function toFinal(
  { id, prefix }: SegmentText,
  time: SpeechTime,
  { utterance, ...timings }: { readonly utterance: RecognizedUtterance } & DictationTimings,
): DictationFinal | null {
  const text = finishText(prefix, utterance.text);
  if (text === '') return null;
  const words = text === utterance.text.trim() ? utterance.words : null;
  return {
    kind: 'final',
    segmentId: id,
    segment: toTranscriptSegment(time, { ...utterance, text, words }),
    timings,
  };
}
