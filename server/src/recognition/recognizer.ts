import type {
  RecognitionOptions,
  RecognizerDescription,
  TranscriptSegment,
} from '../../../protocol/recognition.ts';

/** Sample rate every recognizer takes. */
export const recognitionSampleRateHz = 16_000;

/** What one utterance says; times count from the utterance's start. */
export type RecognizedUtterance = Omit<TranscriptSegment, 'startMs' | 'endMs'>;

/** How one utterance is to be heard. */
export interface UtteranceOptions extends RecognitionOptions {
  /** Others of the recording are heard at the same time: it is not to take all threads for itself. */
  readonly isOneOfMany?: boolean;
}

/** No words, and nothing known of them: engines say what they do know. */
export const unknownUtterance: RecognizedUtterance = {
  text: '',
  language: null,
  languageConfidence: null,
  emotion: null,
  emotionConfidence: null,
  events: null,
  words: null,
  confidence: null,
};

/**
 * Runs one recognition model. Everything that crosses it is serialisable, so the same interface serves
 * in-process and across the worker's boundary.
 *
 * Calls may overlap; the recognizer queues them. After `dispose` every call rejects.
 */
export interface Recognizer {
  readonly description: RecognizerDescription;

  /**
   * @param samples  mono 16 kHz in [-1, 1], at most `description.maxUtteranceMs` long
   * @param signal   checked between decoder steps; an abort rejects with its reason
   * @throws SpeechError inputTooLong, languageUnsupported, engineFailed. Silence is an empty text, not an error.
   */
  recognize(
    samples: Float32Array,
    options: UtteranceOptions,
    signal: AbortSignal,
  ): Promise<RecognizedUtterance>;

  dispose(): Promise<void>;
}
