import type { RecognitionOptions, TranscriptSegment } from '../../../../protocol/recognition.ts';
import { joinSamples } from '../../audio/joinSamples.ts';
import { recognitionSampleRateHz } from '../../recognition/recognizer.ts';
import { transcribe, type TranscribeTools } from '../../recognition/transcribe.ts';
import type { OpenedRecognition } from '../../access/speechAccess.ts';
import { meterAudio } from '../../streams/meter.ts';

export interface Listening {
  readonly recognition: OpenedRecognition;
  readonly options: RecognitionOptions;
  /** A recording that the engine takes at once is not cut at its silences first. */
  readonly isWhole: boolean;
}

export interface Listened {
  readonly segments: readonly TranscriptSegment[];
  readonly durationMs: number;
  /** Reading the sound counts in. */
  readonly elapsedMs: number;
}

/**
 * @param source  mono 16 kHz
 * @throws SpeechError as `transcribe`
 */
export async function listen(
  source: AsyncIterable<Float32Array>,
  { recognition, options, isWhole }: Listening,
  signal: AbortSignal,
): Promise<Listened> {
  const { recognizer, voiceActivity } = recognition;
  const metered = meterAudio(source, recognitionSampleRateHz, () => undefined);
  const startMs = performance.now();
  const tools = { recognizer, voiceActivity, options };
  const hear = isWhole ? hearWhole : transcribe;
  const segments: TranscriptSegment[] = [];
  for await (const segment of hear(metered.samples, tools, signal)) segments.push(segment);
  return { segments, durationMs: metered.heardMs(), elapsedMs: performance.now() - startMs };
}

/** What is too long for the engine is transcribed as usual. */
async function* hearWhole(
  source: AsyncIterable<Float32Array>,
  tools: TranscribeTools,
  signal: AbortSignal,
): AsyncGenerator<TranscriptSegment, void, undefined> {
  const { recognizer, options } = tools;
  const longest = (recognizer.description.maxUtteranceMs * recognitionSampleRateHz) / 1000;
  const reader = source[Symbol.asyncIterator]();
  const parts: Float32Array[] = [];
  let length = 0;
  try {
    while (length <= longest) {
      const next = await reader.next();
      if (next.done === true) {
        const endMs = (length * 1000) / recognitionSampleRateHz;
        const utterance = await recognizer.recognize(joinSamples(parts), options, signal);
        signal.throwIfAborted();
        yield { startMs: 0, endMs, ...utterance };
        return;
      }
      parts.push(next.value);
      length += next.value.length;
    }
    const rest = { [Symbol.asyncIterator]: () => reader };
    yield* transcribe(chained(parts, rest), tools, signal);
  } finally {
    await reader.return?.();
  }
}

async function* chained(
  first: Iterable<Float32Array>,
  rest: AsyncIterable<Float32Array>,
): AsyncGenerator<Float32Array> {
  yield* first;
  yield* rest;
}
