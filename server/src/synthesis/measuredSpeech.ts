import type {
  SoundPace,
  SynthesisChunk,
  SynthesisRequest,
  SynthesisSummary,
} from '../../../protocol/synthesis.ts';
import type { TakeChoice } from '../../../protocol/takes.ts';
import { timeSource } from '../streams/meter.ts';
import { speak, speakSoon } from './pipeline.ts';
import { createSteadySynthesizer } from './steadySynthesizer.ts';
import type { Synthesizer } from './synthesizer.ts';
import { speakBestTakes, type TakesOptions } from './takes/speakBestTakes.ts';

/** A text that is being spoken. */
export interface MeasuredSpeech {
  readonly sampleRateHz: number;
  /** To be read once. */
  readonly chunks: AsyncIterable<SynthesisChunk>;
  /** Complete when the last chunk was read. */
  summary(): SynthesisSummary;
}

export interface SpeakingEngine {
  readonly synthesizer: Synthesizer;
  /** How long loading it took. */
  readonly loadMs: number;
  /** Absent: each sentence is spoken once. */
  readonly takes?: TakesOptions;
  /** Absent: `whole`. */
  readonly pace?: SoundPace;
}

/**
 * Speaks as `speak` does, or as `speakBestTakes` where takes are asked for, and measures how it goes; the time a
 * reader takes is not counted.
 */
export function speakMeasured(
  loaded: SpeakingEngine,
  request: SynthesisRequest,
  signal: AbortSignal,
): MeasuredSpeech {
  const { synthesizer, loadMs, takes, pace = 'whole' } = loaded;
  const { engine, model, provider, sampleRateHz } = synthesizer.description;
  const choices: TakeChoice[] = [];
  const onChosen = (choice: TakeChoice): void => void choices.push(choice);
  const spoken =
    takes === undefined
      ? atPace[pace](synthesizer, request, signal)
      : speakBestTakes({ synthesizer, ...takes, onChosen }, request, signal);
  const timed = timeSource(spoken, () => performance.now());
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
        ...(takes !== undefined && { takes: choices }),
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

const atPace: Readonly<Record<SoundPace, typeof speak>> = {
  whole: speak,
  soon: speakSoon,
  steady: (synthesizer, request, signal) =>
    speakSoon(
      createSteadySynthesizer(synthesizer, () => performance.now()),
      request,
      signal,
    ),
};
