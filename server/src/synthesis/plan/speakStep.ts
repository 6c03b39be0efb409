import type { SynthesisChunk } from '../../../../protocol/synthesis.ts';
import { fadeOut } from '../../audio/fade.ts';
import { createResampler } from '../../audio/resample.ts';
import type { MeasuredSpeech } from '../measuredSpeech.ts';
import { silentEdgesMs } from '../silenceTrimmer.ts';
import type { SpeechStep } from './planSteps.ts';
import type { PlanTimeline } from './planTimeline.ts';
import type { PlanChunk } from './spokenPlan.ts';

interface SpokenStep {
  readonly speech: Pick<MeasuredSpeech, 'chunks' | 'sampleRateHz'>;
  readonly timeline: PlanTimeline;
  /** Of the plan. */
  readonly sampleRateHz: number;
}

/** Places the chunks of one utterance as they come. */
export async function* speakStep(
  step: SpeechStep,
  { speech, timeline, sampleRateHz }: SpokenStep,
  signal: AbortSignal,
): AsyncGenerator<PlanChunk, void, undefined> {
  const cutMs = endCutMs(step.pauseAfterMs);
  const chunks = cutMs === 0 ? speech.chunks : cutEnd(speech.chunks, cutMs);
  for await (const chunk of resampled(chunks, speech.sampleRateHz, sampleRateHz)) {
    signal.throwIfAborted();
    yield timeline.placeSpeech(step, chunk);
  }
  timeline.endSpeech(cutMs);
}

/** What a pause shorter than the silent edges around it takes from the one before it. */
function endCutMs(pauseAfterMs: number | null): number {
  if (pauseAfterMs === null) return 0;
  return Math.min(Math.max(0, silentEdgesMs.start + silentEdgesMs.end - pauseAfterMs), silentEdgesMs.end);
}

/** Holds one chunk back, to know the last one. */
async function* cutEnd(chunks: AsyncIterable<SynthesisChunk>, cutMs: number): AsyncGenerator<SynthesisChunk> {
  let held: SynthesisChunk | null = null;
  for await (const chunk of chunks) {
    if (held !== null) yield held;
    held = chunk;
  }
  if (held === null) return;
  const cutSamples = Math.round((cutMs / 1000) * held.sampleRateHz);
  const samples = held.samples.slice(0, Math.max(0, held.samples.length - cutSamples));
  fadeOut(samples, Math.round(held.sampleRateHz / 500));
  yield { ...held, samples };
}

async function* resampled(
  chunks: AsyncIterable<SynthesisChunk>,
  fromHz: number,
  toHz: number,
): AsyncGenerator<SynthesisChunk> {
  if (fromHz === toHz) {
    yield* chunks;
    return;
  }
  const resampler = createResampler(fromHz, toHz);
  let last: SynthesisChunk | null = null;
  for await (const chunk of chunks) {
    last = { ...chunk, samples: resampler.push(chunk.samples), sampleRateHz: toHz };
    yield last;
  }
  if (last === null) return;
  const samples = resampler.flush();
  yield { ...last, samples, words: [], startOffset: last.endOffset };
}
