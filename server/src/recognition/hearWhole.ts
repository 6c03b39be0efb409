import type { HeardEmotion } from '../../../protocol/expression.ts';
import { joinSamples } from '../audio/joinSamples.ts';
import { createResampler } from '../audio/resample.ts';
import { recognitionSampleRateHz } from './recognizer.ts';
import { recognizeSource } from './recognizeSource.ts';
import type { TranscribeTools } from './transcribe.ts';
import { toPlainText } from './transcript/plainText.ts';

export interface HeardWhole {
  readonly text: string;
  /** Null: unknown, or not the same throughout. */
  readonly emotion: HeardEmotion | null;
}

/**
 * Hears a sound that is speech from its start to its end. What is whispered a detector of voices would pass over, so
 * it only cuts what is too long.
 *
 * @param sound  mono
 * @throws what hearing throws; the signal's reason
 */
export async function hearWhole(
  { chunks, sampleRateHz }: { readonly chunks: readonly Float32Array[]; readonly sampleRateHz: number },
  { recognizer, voiceActivity, options }: TranscribeTools,
  signal: AbortSignal,
): Promise<HeardWhole> {
  const resampler = createResampler(sampleRateHz, recognitionSampleRateHz);
  const samples = joinSamples([...chunks.map((chunk) => resampler.push(chunk)), resampler.flush()]);
  const durationMs = (samples.length * 1000) / recognitionSampleRateHz;
  if (durationMs <= recognizer.description.maxUtteranceMs) {
    return recognizer.recognize(samples, options, signal);
  }
  const source = oneChunk(samples);
  const { segments } = await recognizeSource(source, { recognizer, voiceActivity, options }, signal);
  const [emotion = null, ...others] = new Set(segments.map((segment) => segment.emotion));
  return { text: toPlainText(segments), emotion: others.length === 0 ? emotion : null };
}

async function* oneChunk(samples: Float32Array): AsyncGenerator<Float32Array, void, undefined> {
  yield await Promise.resolve(samples);
}
