import os from 'node:os';
import {
  openCosyVoiceModel,
  type CosyVoiceModel,
} from '../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import type { FlowVoice } from '../../server/src/synthesis/engines/cosyVoice/flow.ts';
import { speakSegment } from '../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { readMappedBytes, readResidentBytes } from '../support/processes.ts';
import { withoutPeer, type BenchResult } from './benchResult.ts';
import { watchParts, type PartTimes } from './cosyVoiceParts.ts';
import { createRandomVoice, installRandomCosyVoice } from './randomCosyVoice.ts';
import { timed } from './timedSession.ts';

export interface UtteranceBench {
  /** Outside the project; what is made there is found again by the next run. */
  readonly cacheFolder: string;
  /** Short utterances one after the other, for the memory. */
  readonly repeatCount: number;
  readonly note: (line: string) => void;
}

/** Of the clip: a transcript of so many tokens, five seconds. */
const clip = { textCount: 20, speechCount: 125 };
/** Before it in every text. */
const preambleCount = 7;
const spoken = { textCount: 20, speechCount: 100 };
const tokenSamples = 960;

/**
 * Whole utterances of four seconds with the whole engine at full size and random weights, on the processor: how long
 * they take, and until the first sound, with the parts; and how much memory.
 *
 * Random weights end a text anywhere. So that all utterances are as long, the end is forbidden before their length and
 * then forced; all else is computed as it is.
 */
export async function measureCosyVoiceUtterances(
  bench: UtteranceBench,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  bench.note(`On ${os.cpus()[0]?.model ?? 'an unknown processor'}, ${os.cpus().length} of it.`);
  const model = await installRandomCosyVoice(bench.cacheFolder, bench.note);
  const threads = { provider: 'cpu' } as const;
  const oneThread = { provider: 'cpu', threadCount: 1, spinning: false } as const;
  // Makes the weights in 8 bits, where that was not done yet.
  await (await openCosyVoiceModel(model, { session: threads, onNote: bench.note }, signal)).dispose();
  const results: BenchResult[] = [];
  for (const { name, session, repeatCount } of [
    { name: '', session: threads, repeatCount: bench.repeatCount },
    { name: ', one thread', session: oneThread, repeatCount: 0 },
  ]) {
    const opened = await timed(() => openCosyVoiceModel(model, { session }, signal));
    results.push(
      withoutPeer(`cosyvoice load${name}`, opened.ms, 'ms'),
      withoutPeer(`cosyvoice memory when loaded${name}`, megabytes(readResidentBytes(process.pid)), 'MB'),
      withoutPeer(`cosyvoice mapped files of it${name}`, megabytes(readMappedBytes(process.pid)), 'MB'),
      ...(await measureUtterances({ ...bench, model: opened.result, name, repeatCount }, signal)),
    );
    await opened.result.dispose();
  }
  return [
    ...results,
    withoutPeer('cosyvoice peak memory of the run', process.resourceUsage().maxRSS / 1024, 'MB'),
  ];
}

interface OpenedBench extends UtteranceBench {
  readonly model: CosyVoiceModel;
  readonly name: string;
}

async function measureUtterances(bench: OpenedBench, signal: AbortSignal): Promise<BenchResult[]> {
  const { model, name, note } = bench;
  const results: BenchResult[] = [];
  const voice = createRandomVoice(clip.speechCount);
  const cases: readonly (readonly [string, SpeakOptions])[] = [
    ['with a new clip', { voice, isStreamed: false }],
    ['with a known clip', { voice, isStreamed: false }],
    ['streamed', { voice, isStreamed: true }],
    ['streamed, nothing remembered', { voice, isStreamed: true, forgets: true }],
  ];
  for (const [kind, options] of cases) {
    note(`An utterance ${kind}${name} ...`);
    const { times, ms, cpuMs, firstMs, result } = await speak(model, options, signal);
    const audioMs = result / 24;
    const line = (what: string, value: number, unit: string): BenchResult =>
      withoutPeer(`cosyvoice ${kind}${name}, ${what}`, value, unit);
    results.push(
      line('processing time by duration', ms / audioMs, ''),
      line('first sound', firstMs, 'ms'),
      line('all', cpuMs, 'CPU-ms'),
      ...(['prefill', 'steps', 'flow', 'vocoder'] as const).flatMap((part) => [
        line(part, times[part].ms, 'ms'),
        line(part, times[part].cpuMs, 'CPU-ms'),
      ]),
    );
  }
  if (bench.repeatCount === 0) return results;
  const before = readResidentBytes(process.pid);
  for (let index = 0; index < bench.repeatCount; index += 1)
    await speak(model, { voice, isStreamed: index % 2 === 0, speechCount: 41 + index }, signal);
  const growth = megabytes(readResidentBytes(process.pid)) - megabytes(before);
  return [
    ...results,
    withoutPeer(`cosyvoice memory after ${bench.repeatCount} more${name}`, growth, 'MB more'),
  ];
}

interface SpeakOptions {
  readonly voice: FlowVoice;
  readonly isStreamed: boolean;
  readonly speechCount?: number;
  /** As if each piece were of another voice. */
  readonly forgets?: boolean;
}

interface Spoken {
  readonly times: PartTimes;
  readonly ms: number;
  readonly cpuMs: number;
  readonly firstMs: number;
  /** Samples. */
  readonly result: number;
}

async function speak(
  model: CosyVoiceModel,
  { voice, isStreamed, speechCount = spoken.speechCount, forgets = false }: SpeakOptions,
  signal: AbortSignal,
): Promise<Spoken> {
  const { parts, times } = watchParts(model, { speechCount, forgets });
  const textCount = preambleCount + clip.textCount + spoken.textCount;
  const request = {
    prefill: {
      textIds: Array.from({ length: textCount }, (_, index) => 1000 + 7 * index),
      speechIds: voice.tokens,
      spokenTextCount: spoken.textCount,
    },
    voice,
    seed: 1,
    speed: 1,
    isStreamed,
  };
  const startMs = performance.now();
  let firstMs = NaN;
  let sampleCount = 0;
  const { ms, cpuMs } = await timed(async () => {
    for await (const sound of speakSegment(parts, request, signal)) {
      if (sampleCount === 0) firstMs = performance.now() - startMs;
      sampleCount += sound.length;
    }
  });
  const expected = speechCount * tokenSamples;
  if (sampleCount !== expected) throw new Error(`${sampleCount} samples were spoken, not ${expected}.`);
  return { times, ms, cpuMs, firstMs, result: sampleCount };
}

function megabytes(bytes: number | null): number {
  return (bytes ?? 0) / 2 ** 20;
}
