import type { RecognitionOptions, TranscriptSegment } from './recognition.ts';

export interface DictationOptions extends RecognitionOptions {
  /** The pause that ends an utterance, in milliseconds, 200 to 5000; absent: 600. Long utterances end at a shorter one. */
  readonly endOfSpeechMs?: number;
}

/**
 * What is told of a dictation, in this order: `(speechStart (partial* final?)+ speechEnd)*`. A segment is one part of
 * what was said between its start and its end; there are several where somebody speaks long without a pause. All
 * times count from the start of the source.
 */
export type DictationEvent = DictationSpeechStart | DictationPartial | DictationFinal | DictationSpeechEnd;

export interface DictationSpeechStart {
  readonly kind: 'speechStart';
  readonly startMs: number;
}

/** What is understood so far: `committedText + tentativeText`, each with the spaces that belong to it. */
export interface DictationPartial {
  readonly kind: 'partial';
  /** Counts from 1; the final text of the segment has the same. */
  readonly segmentId: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Never changes any more: it only grows, by whole words, and the final text begins with it. */
  readonly committedText: string;
  /** May change with the next event. */
  readonly tentativeText: string;
  /** BCP-47; null where the engine has not told. */
  readonly language: string | null;
}

/** All that was said in a segment. There is none where nothing was understood: what was tentative is then void. */
export interface DictationFinal {
  readonly kind: 'final';
  readonly segmentId: number;
  readonly segment: TranscriptSegment;
  readonly timings: DictationTimings;
}

/** Nobody speaks, and all that was said has been told. */
export interface DictationSpeechEnd {
  readonly kind: 'speechEnd';
  readonly endMs: number;
}

/** Where the time went between the last word and its text: `endpointingMs + finalizingMs`. */
export interface DictationTimings {
  /** From the last frame of speech to the decision that the segment has ended. */
  readonly endpointingMs: number;
  /** From that decision to the final text; 0 where a decode of all of the segment was there already. */
  readonly finalizingMs: number;
  /** How long the recognizer worked on the final text, also where that was during the pause. */
  readonly engineMs: number;
}
