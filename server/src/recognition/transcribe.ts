import type { RecognitionOptions, TranscriptSegment } from '../../../protocol/recognition.ts';
import type { Recognizer } from './recognizer.ts';
import { segmentSpeech } from './segmentSpeech.ts';
import { toTranscriptSegment } from './toTranscriptSegment.ts';
import { joiningOptions } from './vad/segmenterOptions.ts';
import type { VoiceActivityDetector } from './vad/voiceActivityDetector.ts';
import { withWording } from './wording/wordingRecognizer.ts';
import { workSideBySide } from './workSideBySide.ts';

export interface TranscribeTools {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  readonly options: RecognitionOptions;
}

/**
 * Transcribes a recording of any length in bounded memory: segments come as soon as they are recognised, in
 * order, with times from the start of the source, as many at a time as the recognizer hears side by side, and the next
 * ones are looked for meanwhile. Silence gives no segments.
 *
 * @param source  mono 16 kHz in [-1, 1]; told to close when the reader stops or the signal aborts
 * @param signal  an abort rejects with its reason, at once while waiting and otherwise after the model call in
 *                flight
 * @throws SpeechError languageUnsupported, outOfMemory, engineFailed, and whatever the source throws
 */
export async function* transcribe(
  source: AsyncIterable<Float32Array>,
  { recognizer, voiceActivity, options: { replacements, leaveOutFillers, ...options } }: TranscribeTools,
  signal: AbortSignal,
): AsyncGenerator<TranscriptSegment, void, undefined> {
  const worded = withWording(recognizer, { replacements, leaveOutFillers });
  const { preferredUtteranceMs, sideBySideCount = 1 } = recognizer.description;
  const joining = joiningOptions(preferredUtteranceMs);
  const heard = workSideBySide(
    (either) => segmentSpeech(source, { voiceActivity, ...(joining && { joining }) }, either),
    {
      count: sideBySideCount,
      sizeOf: ({ samples }) => samples.length,
      async work(segment, isOneOfMany, either) {
        const utteranceOptions = isOneOfMany ? { ...options, isOneOfMany } : options;
        return { segment, utterance: await worded.recognize(segment.samples, utteranceOptions, either) };
      },
    },
    signal,
  );
  for await (const { segment, utterance } of heard) {
    signal.throwIfAborted();
    // Laughter or applause may be all that was heard.
    if (utterance.text !== '' || (utterance.events ?? []).length > 0) {
      yield toTranscriptSegment(segment, utterance);
    }
  }
}
