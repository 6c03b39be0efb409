import type { TranscriptSegment } from '../../../protocol/recognition.ts';
import type { SpeechTime } from './followSpeech.ts';
import type { RecognizedUtterance } from './recognizer.ts';

/** What was recognised in a segment, with its times from the start of the source. */
export function toTranscriptSegment(
  { startMs, endMs, samplesStartMs }: SpeechTime,
  utterance: RecognizedUtterance,
): TranscriptSegment {
  const inSource = <Timed extends TimeRange>(item: Timed): Timed => ({
    ...item,
    startMs: item.startMs + samplesStartMs,
    endMs: item.endMs + samplesStartMs,
  });
  return {
    ...utterance,
    startMs,
    endMs,
    words: utterance.words?.map(inSource) ?? null,
    events: utterance.events?.map(inSource) ?? null,
  };
}

interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}
