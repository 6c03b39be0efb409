import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { createResampler } from '../../audio/resample.ts';
import { recognitionSampleRateHz } from '../../recognition/recognizer.ts';
import { timeSource } from '../../streams/meter.ts';
import { speak } from '../../synthesis/pipeline.ts';
import type { CommandContext } from '../command.ts';
import { measured, median, type BenchResult } from './benchResult.ts';
import { listen } from './listen.ts';

/** A sound that was made. */
export interface Recording {
  readonly parts: readonly Float32Array[];
  readonly sampleRateHz: number;
}

export const benchVoice = 'af_heart';

/** One paragraph of 60 words in sentences of ordinary length. */
const paragraph =
  'The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates as they ' +
  'were lifted ashore. Nobody spoke much, because the wind took every word away. By noon the market had opened, ' +
  'the fish lay in long silver rows, and the whole town seemed to be walking slowly along the water.';
const repetitionCount = 3;

/** @returns the paragraph as it was spoken, and how fast */
export async function measureSynthesis({
  services,
  output,
  signal,
}: CommandContext): Promise<{ readonly speech: Recording; readonly results: readonly BenchResult[] }> {
  const { synthesizer } = await services.openSynthesis({ voice: benchVoice, provider: 'cpu' }, signal);
  const { engine, sampleRateHz } = synthesizer.description;
  const rtfs: number[] = [];
  const firstShares: number[] = [];
  let parts: Float32Array[] = [];
  for (let index = 0; index < repetitionCount; index += 1) {
    output.note(`Speaking a paragraph with ${engine}, ${index + 1} of ${repetitionCount} ...`);
    const request = { text: paragraph, voice: benchVoice };
    const timed = timeSource(speak(synthesizer, request, signal), () => performance.now());
    parts = [];
    for await (const { samples } of timed.items) parts.push(samples);
    const { firstMs, totalMs } = timed.times();
    rtfs.push(totalMs / toMs(parts, sampleRateHz));
    firstShares.push((firstMs ?? totalMs) / totalMs);
  }
  const results = [
    measured(`${engine} synthesis`, median(rtfs), 'RTF'),
    measured(`${engine} first audio of 60 words`, median(firstShares), 'of the whole time'),
  ];
  return { speech: { parts, sampleRateHz }, results };
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
