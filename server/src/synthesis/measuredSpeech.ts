import type { SynthesisChunk, SynthesisRequest, SynthesisSummary } from '../../../protocol/synthesis.ts';
import { timeSource } from '../streams/meter.ts';
import { speak } from './pipeline.ts';
import type { Synthesizer } from './synthesizer.ts';

/** A text that is being spoken. */
export interface MeasuredSpeech {
  readonly sampleRateHz: number;
  /** To be read once. */
  readonly chunks: AsyncIterable<SynthesisChunk>;
  /** Complete when the last chunk was read. */
  summary(): SynthesisSummary;
}

/**
 * Speaks as `speak` does, and measures how it goes; the time a reader takes is not counted.
 *
 * @param loaded  the engine, and how long loading it took
 */
export function speakMeasured(
  loaded: { readonly synthesizer: Synthesizer; readonly loadMs: number },
  request: SynthesisRequest,
  signal: AbortSignal,
): MeasuredSpeech {
  const { synthesizer, loadMs } = loaded;
  const { engine, model, provider, sampleRateHz } = synthesizer.description;
  const timed = timeSource(speak(synthesizer, request, signal), () => performance.now());
  let durationMs = 0;
  return {
    sampleRateHz,
    chunks: pass(),
    summary: () => {
      const { firstMs, totalMs } = timed.times();
      return {
        engine,
        model,
        provider,
        sampleRateHz,
        durationMs,
        elapsedMs: totalMs,
        firstAudioMs: firstMs,
        loadMs,
      };
    },
  };

  async function* pass(): AsyncGenerator<SynthesisChunk, void, undefined> {
    for await (const chunk of timed.items) {
      durationMs = chunk.startMs + (chunk.samples.length * 1000) / chunk.sampleRateHz;
      yield chunk;
    }
  }
}
