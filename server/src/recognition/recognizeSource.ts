import type { TranscriptSegment } from '../../../protocol/recognition.ts';
import { meterAudio } from '../streams/meter.ts';
import { recognitionSampleRateHz } from './recognizer.ts';
import { transcribe, type TranscribeTools } from './transcribe.ts';

/** Told while a recording is heard. */
export interface RecognitionWatch {
  readonly onHeard?: (heardMs: number) => void;
  /** Before it resolves no more than the next segment is looked for. */
  readonly onSegment?: (segment: TranscriptSegment, heardMs: number) => Promise<void>;
}

export interface RecognizedSource {
  readonly segments: readonly TranscriptSegment[];
  /** Of the sound. */
  readonly durationMs: number;
  readonly elapsedMs: number;
}

/** Transcribes a recording as `transcribe` does, and keeps what was heard. */
export async function recognizeSource(
  source: AsyncIterable<Float32Array>,
  { onHeard = () => undefined, onSegment, ...tools }: TranscribeTools & RecognitionWatch,
  signal: AbortSignal,
): Promise<RecognizedSource> {
  const startMs = performance.now();
  const metered = meterAudio(source, recognitionSampleRateHz, onHeard);
  const segments: TranscriptSegment[] = [];
  for await (const segment of transcribe(metered.samples, tools, signal)) {
    segments.push(segment);
    await onSegment?.(segment, metered.heardMs());
  }
  return { segments, durationMs: metered.heardMs(), elapsedMs: performance.now() - startMs };
}
