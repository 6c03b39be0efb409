import { followSpeech, type SpeechSegment } from './followSpeech.ts';
import type { SegmenterOptions } from './vad/segmenter.ts';
import { defaultSegmenterOptions } from './vad/segmenterOptions.ts';
import type { VoiceActivityDetector } from './vad/voiceActivityDetector.ts';

export interface SegmentSpeechOptions {
  readonly voiceActivity: VoiceActivityDetector;
  readonly segmenter?: SegmenterOptions;
}

/**
 * Cuts a recording of any length into segments of speech, holding at most one segment of it in memory. How the
 * source is divided into chunks does not matter.
 *
 * @param source  mono 16 kHz in [-1, 1]
 * @throws SpeechError outOfMemory, engineFailed, and whatever the source throws
 */
export async function* segmentSpeech(
  source: AsyncIterable<Float32Array>,
  { voiceActivity, segmenter = defaultSegmenterOptions }: SegmentSpeechOptions,
  signal: AbortSignal,
): AsyncGenerator<SpeechSegment, void, undefined> {
  for await (const { ended } of followSpeech(source, { voiceActivity, segmenter }, signal)) {
    yield* ended;
  }
}
