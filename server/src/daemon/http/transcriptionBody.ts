import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { commonValue } from '../../recognition/commonValue.ts';
import type { RecognizedFile } from '../../recognition/recognizeFile.ts';
import { toPlainText } from '../../recognition/transcript/plainText.ts';
import type { TranscriptionRequest } from './transcriptionRequest.ts';

/** What was heard, as OpenAI's `json`. */
export function toJsonBody({ segments, durationMs }: RecognizedFile): object {
  return { text: toPlainText(segments), usage: toUsage(durationMs) };
}

/** As OpenAI's `verbose_json`; what our engines do not know is null. `warnings` is ours. */
export function toVerboseBody(heard: RecognizedFile, request: TranscriptionRequest): object {
  const { segments, durationMs, warnings } = heard;
  const words = knownWords(segments);
  return {
    task: 'transcribe',
    language: commonValue(segments.map(({ language }) => language)) ?? request.language,
    duration: toSeconds(durationMs),
    text: toPlainText(segments),
    ...(request.withSegments && { segments: segments.map(toSegment) }),
    ...(request.withWords &&
      words !== null && {
        words: words.map(({ text, startMs, endMs }) => ({
          word: text,
          start: toSeconds(startMs),
          end: toSeconds(endMs),
        })),
      }),
    usage: toUsage(durationMs),
    warnings,
  };
}

/** The words of all segments; null where the engine gave none to something it heard. */
export function knownWords(
  segments: readonly TranscriptSegment[],
): NonNullable<TranscriptSegment['words']> | null {
  const lists = segments.map(({ words }) => words);
  return lists.includes(null) ? null : lists.flatMap((words) => words ?? []);
}

function toSegment({ startMs, endMs, text, confidence }: TranscriptSegment, id: number): object {
  return {
    id,
    seek: 0,
    start: toSeconds(startMs),
    end: toSeconds(endMs),
    text,
    tokens: [],
    temperature: 0,
    avg_logprob: confidence === null || confidence === 0 ? null : Math.log(confidence),
    compression_ratio: null,
    no_speech_prob: null,
  };
}

function toUsage(durationMs: number): object {
  return { type: 'duration', seconds: toSeconds(durationMs) };
}

function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
