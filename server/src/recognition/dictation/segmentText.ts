import type { DictationFinal, DictationPartial, DictationTimings } from '../../../../protocol/dictation.ts';
import type { SpeechTime } from '../followSpeech.ts';
import { recognitionSampleRateHz, type RecognizedUtterance } from '../recognizer.ts';
import { toTranscriptSegment } from '../toTranscriptSegment.ts';
import { addVote, noLanguage, type LanguageLock } from './languageLock.ts';
import { addHypothesis, emptyPrefix, finishText, type StablePrefix } from './stablePrefix.ts';
import { rewordFinal, rewordPartial, type PartialWording, type SegmentWording } from './segmentWording.ts';

/** What is known of the text of one segment. */
export interface SegmentText {
  readonly id: number;
  readonly prefix: StablePrefix;
  readonly wording: SegmentWording | null;
  /** What is told of the prefix. */
  readonly shown: PartialWording;
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

/** @param wording  of this segment, whatever becomes of it meanwhile; null: as it is heard */
export function createSegmentText(id: number, wording: SegmentWording | null): SegmentText {
  const shown = { committedText: '', tentativeText: '', replaced: [] };
  return { id, prefix: emptyPrefix, wording, shown, language: null, languageLock: noLanguage, latest: null };
}

export function isSameRange(first: SoundRange, second: SoundRange): boolean {
  return first.samplesStartMs === second.samplesStartMs && first.sampleCount === second.sampleCount;
}

/** @param time  where the speech was in what was decoded */
export function addDecode(text: SegmentText, decoded: DecodedSound, time: SpeechTime): SegmentText {
  const { range, utterance } = decoded;
  const heardMs = range.samplesStartMs + (range.sampleCount * 1000) / recognitionSampleRateHz;
  const prefix = addHypothesis(text.prefix, { text: utterance.text, heardMs });
  const language = utterance.language ?? text.language;
  return {
    ...text,
    ...rewordPartial(prefix, { wording: text.wording, language }),
    prefix,
    language,
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
  const { committedText, tentativeText, replaced } = after.shown;
  const isNew =
    before.shown.committedText !== committedText ||
    before.shown.tentativeText !== tentativeText ||
    before.language !== after.language;
  if (!isNew) return null;
  return {
    kind: 'partial',
    segmentId: after.id,
    startMs,
    endMs,
    committedText,
    tentativeText,
    language: after.language,
    ...(replaced.length > 0 && { replaced }),
  };
}

/**
 * The final text begins with the committed words, also where the final decode would have them otherwise. Times of
 * words are given where they are those of the text.
 *
 * @returns null where nothing was understood
 */
export function toFinal(
  { id, prefix, wording }: SegmentText,
  time: SpeechTime,
  { utterance, ...timings }: { readonly utterance: RecognizedUtterance } & DictationTimings,
): DictationFinal | null {
  const heard = finishText(prefix, utterance.text);
  const words = heard === utterance.text.trim() ? utterance.words : null;
  const worded = rewordFinal({ ...utterance, text: heard, words }, wording);
  if (worded.text === '') return null;
  return { kind: 'final', segmentId: id, segment: toTranscriptSegment(time, worded), timings };
}
