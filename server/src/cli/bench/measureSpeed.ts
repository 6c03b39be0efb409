import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { createResampler } from '../../audio/resample.ts';
import { recognitionSampleRateHz } from '../../recognition/recognizer.ts';
import { timeSource } from '../../streams/meter.ts';
import { speak, speakSoon } from '../../synthesis/pipeline.ts';
import type { CommandContext } from '../command.ts';
import { measured, median, type BenchResult } from './benchResult.ts';
import { createCostTally, synthesisResults, type SynthesisRun } from './synthesisResults.ts';
import { listen } from './listen.ts';

/** A sound that was made. */
export interface Recording {
  readonly parts: readonly Float32Array[];
  readonly sampleRateHz: number;
}

/** One paragraph of 60 words in sentences of ordinary length. */
const paragraph =
  'The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates as they ' +
  'were lifted ashore. Nobody spoke much, because the wind took every word away. By noon the market had opened, ' +
  'the fish lay in long silver rows, and the whole town seemed to be walking slowly along the water.';
const repetitionCount = 3;
/** Whoever takes so long is not asked again. */
const patienceMs = 120_000;

export interface SynthesisSpeedWish {
  readonly voice: string;
  readonly provider: ExecutionProvider;
}

/** @returns the paragraph as it was spoken, and how fast; of engines that tell, also with which part */
export async function measureSynthesis(
  { voice, provider }: SynthesisSpeedWish,
  { services, output, signal }: CommandContext,
): Promise<{ readonly speech: Recording; readonly results: readonly BenchResult[] }> {
  const { synthesizer, loadMs } = await services.openSynthesis({ voice, provider }, signal);
  const { engine, sampleRateHz } = synthesizer.description;
  const costs = createCostTally(synthesizer);
  const runs: SynthesisRun[] = [];
  let parts: Float32Array[] = [];
  const startMs = performance.now();
  for (let index = 0; index < repetitionCount; index += 1) {
    if (performance.now() - startMs > patienceMs) break;
    output.note(`Speaking a paragraph with ${engine}, ${index + 1} of ${repetitionCount} ...`);
    const speech = speak(costs.synthesizer, { text: paragraph, voice }, signal);
    const timed = timeSource(speech, () => performance.now());
    parts = [];
    for await (const { samples } of timed.items) parts.push(samples);
    const { firstMs, totalMs } = timed.times();
    const durationMs = toMs(parts, sampleRateHz);
    runs.push({ durationMs, totalMs, firstMs: firstMs ?? totalMs, ...costs.take() });
  }
  const soonMs = await timeFirstPiece(speakSoon(synthesizer, { text: paragraph, voice }, signal));
  return { speech: { parts, sampleRateHz }, results: synthesisResults(engine, { loadMs, soonMs }, runs) };
}

/** The rest is not made. */
async function timeFirstPiece(speech: ReturnType<typeof speakSoon>): Promise<number> {
  const startMs = performance.now();
  await speech.next();
  const firstMs = performance.now() - startMs;
  await speech.return();
  return firstMs;
}

export interface RecognitionSpeedWish {
  readonly engine: string;
  readonly provider: ExecutionProvider;
  readonly speech: Recording;
}

/** How fast an engine hears the paragraph. */
export async function measureRecognition(
  { engine, provider, speech }: RecognitionSpeedWish,
  { services, output, signal }: CommandContext,
): Promise<readonly BenchResult[]> {
  const recognition = await services.openRecognition({ engine, provider }, signal);
  const samples = resampleWhole(speech);
  const rtfs: number[] = [];
  for (let index = 0; index < repetitionCount; index += 1) {
    output.note(`Listening to it with ${engine}, ${index + 1} of ${repetitionCount} ...`);
    const listening = { recognition, options: {}, isWhole: false };
    const { elapsedMs, durationMs } = await listen(toSource(samples), listening, signal);
    rtfs.push(elapsedMs / durationMs);
  }
  return [measured(`${recognition.recognizer.description.engine} recognition`, median(rtfs), 'RTF')];
}

function resampleWhole({ parts, sampleRateHz }: Recording): Float32Array[] {
  const resampler = createResampler(sampleRateHz, recognitionSampleRateHz);
  return [...parts.map((samples) => resampler.push(samples)), resampler.flush()];
}

async function* toSource(parts: readonly Float32Array[]): AsyncGenerator<Float32Array> {
  for (const samples of parts) yield await Promise.resolve(samples);
}

function toMs(parts: readonly Float32Array[], sampleRateHz: number): number {
  return (parts.reduce((sum, { length }) => sum + length, 0) * 1000) / sampleRateHz;
}
