import { followSpeech, type FollowSpeechOptions, type SpeechSegment } from './followSpeech.ts';
import { defaultSegmenterOptions } from './vad/segmenterOptions.ts';

export type SegmentSpeechOptions = Omit<FollowSpeechOptions, 'segmenter'>;

/**
 * Cuts a recording of any length into segments of speech, holding at most two segments of it in memory. How the
 * source is divided into chunks does not matter.
 *
 * @param source  mono 16 kHz in [-1, 1]
 * @throws SpeechError outOfMemory, engineFailed, and whatever the source throws
 */
export async function* segmentSpeech(
  source: AsyncIterable<Float32Array>,
  options: SegmentSpeechOptions,
  signal: AbortSignal,
): AsyncGenerator<SpeechSegment, void, undefined> {
  for await (const { ended } of followSpeech(
    source,
    { ...options, segmenter: defaultSegmenterOptions },
    signal,
  )) {
    yield* ended;
  }
}
