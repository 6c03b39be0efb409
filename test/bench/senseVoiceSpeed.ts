import { setTimeout as delay } from 'node:timers/promises';
import os from 'node:os';
import path from 'node:path';
import { defaultThreadCount } from '../../server/src/inference/threadCount.ts';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { openFrontEnd, type FrontEnd } from '../../server/src/recognition/engines/senseVoice/frontEnd.ts';
import { featureDimension } from '../../server/src/recognition/engines/senseVoice/senseVoiceMetadata.ts';
import {
  prepareSenseVoice,
  senseVoiceEngine,
} from '../../server/src/recognition/engines/senseVoice/senseVoiceEngine.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { againstPeer, median, withoutPeer, type BenchResult } from './benchResult.ts';
import { startModelRuns, type ModelRuns } from './modelRuns.ts';
import { measureRecordings } from './senseVoiceRecordings.ts';
import { openSenseVoiceFixture } from './senseVoiceFixture.ts';
import { startSherpaPeer, type SherpaPeer } from './sherpaPeer.ts';
import { makeSpeechLikeSound } from './speechLikeSound.ts';

export interface SenseVoiceBench {
  /** Outside the project; what is made and installed there is found again by the next run. */
  readonly cacheFolder: string;
  readonly silero: InstalledModel;
  readonly roundCount: number;
  readonly note: (line: string) => void;
}

/**
 * SenseVoice against npm sherpa-onnx-node on the same published file, from samples to text, in turn, with the same number
 * of threads; what of it is the model and what the front end; and one session for all cores against one for each.
 */
export async function measureSenseVoiceSpeed(
  bench: SenseVoiceBench,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const { cacheFolder, note } = bench;
  note(`On ${os.cpus()[0]?.model ?? 'an unknown processor'}, ${os.cpus().length} of it.`);
  const model = await openSenseVoiceFixture(path.join(cacheFolder, 'bench'), note);
  const threadCount = Math.min(2, defaultThreadCount());
  const recognizer = await senseVoiceEngine.open(
    model,
    { provider: 'cpu', threadCount, onNote: note },
    signal,
  );
  note('Installing and loading the peer sherpa-onnx-node ...');
  const peer = await startSherpaPeer({
    folder: path.join(cacheFolder, 'peers', 'sherpa-onnx-node'),
    graphPath: model.path('model.int8.onnx'),
    tokensPath: model.path('tokens.txt'),
    threadCount,
  });
  const { graph } = await prepareSenseVoice(model, { onNote: note }, signal);
  const bare = await startModelRuns(graph, threadCount, ourSpinUs);
  const frontEnd = await openFrontEnd(plainCmvn, { threadCount });
  const results: BenchResult[] = [];
  try {
    for (const seconds of [3, 10, 30]) {
      note(`Hearing ${seconds} s with both, ${bench.roundCount} times in turn ...`);
      results.push(...(await compare({ ...bench, recognizer, peer, bare, frontEnd, seconds }, signal)));
    }
    results.push(...(await measureRecordings({ ...bench, recognizer, peer }, signal)));
  } finally {
    peer.dispose();
    bare.dispose();
    await frontEnd.dispose();
    await recognizer.dispose();
  }
  return [...results, ...(await compareSessions(graph, bench)), ...(await compareSpinning(graph, bench))];
}

const plainCmvn = { shifts: new Float32Array(560), scales: new Float32Array(560).fill(1) };

interface Comparison extends SenseVoiceBench {
  readonly recognizer: Recognizer;
  readonly peer: SherpaPeer;
  /** The prepared graph by itself. */
  readonly bare: ModelRuns;
  readonly frontEnd: FrontEnd;
  readonly seconds: number;
}

interface Pair {
  readonly oursMs: number;
  readonly modelMs: number;
  readonly frontEndMs: number;
  readonly peerMs: number;
}

async function compare(comparison: Comparison, signal: AbortSignal): Promise<BenchResult[]> {
  const { seconds, roundCount } = comparison;
  const samples = makeSpeechLikeSound(seconds);
  const pairs: Pair[] = [];
  for (let round = 0; round <= roundCount; round += 1) {
    const pair = await measurePair(comparison, { samples, isPeerFirst: round % 2 === 0 }, signal);
    // The first round warms both up.
    if (round > 0) pairs.push(pair);
  }
  const of = (value: (pair: Pair) => number): number => median(pairs.map(value));
  const name = `SenseVoice, ${seconds} s of sound`;
  return [
    againstPeer(
      `${name}, against npm sherpa-onnx-node`,
      { ours: of((pair) => pair.oursMs), peer: of((pair) => pair.peerMs) },
      'ms',
    ),
    withoutPeer(
      `${name}, median of the pairs`,
      of(({ oursMs, peerMs }) => peerMs / oursMs),
      'times as fast',
    ),
    withoutPeer(
      `${name}, bare session.run`,
      of((pair) => pair.modelMs),
      'ms',
    ),
    withoutPeer(
      `${name}, front end`,
      of(({ frontEndMs, oursMs }) => (100 * frontEndMs) / oursMs),
      '% of it',
    ),
  ];
}

interface PairInput {
  readonly samples: Float32Array;
  readonly isPeerFirst: boolean;
}

async function measurePair(
  { recognizer, peer, bare, frontEnd }: Comparison,
  { samples, isPeerFirst }: PairInput,
  signal: AbortSignal,
): Promise<Pair> {
  const before = isPeerFirst ? await afterRest(() => peer.recognize(samples)) : undefined;
  await rest();
  const startMs = performance.now();
  await recognizer.recognize(samples, {}, signal);
  const oursMs = performance.now() - startMs;
  const frontEndStartMs = performance.now();
  const features = await frontEnd.toFeatures(samples);
  const frontEndMs = performance.now() - frontEndStartMs;
  const modelMs = await afterRest(() => bare.run(features.length / featureDimension));
  const { elapsedMs: peerMs } = before ?? (await afterRest(() => peer.recognize(samples)));
  return { oursMs, modelMs, frontEndMs, peerMs };
}

/** The threads of a session that has just run look for more work for a while, on the cores of who is measured next. */
const restMs = 250;

function rest(): Promise<void> {
  return delay(restMs);
}

async function afterRest<Result>(work: () => Promise<Result>): Promise<Result> {
  await rest();
  return work();
}

const framesOf15Seconds = 250;

/** 30 s at once, as two halves one after the other, and as two halves at the same time: the model alone. */
async function compareSessions(graph: string, { roundCount, note }: SenseVoiceBench): Promise<BenchResult[]> {
  note('Comparing one session of two threads with two sessions of one ...');
  const [wide, left, right] = await Promise.all([2, 1, 1].map((count) => startModelRuns(graph, count)));
  if (wide === undefined || left === undefined || right === undefined) throw new Error('No sessions.');
  const times: Record<'whole' | 'halves' | 'sessions', number[]> = { whole: [], halves: [], sessions: [] };
  const time = async (name: keyof typeof times, work: () => Promise<unknown>): Promise<void> => {
    const startMs = performance.now();
    await work();
    times[name].push(performance.now() - startMs);
  };
  for (let round = 0; round <= roundCount; round += 1) {
    await time('whole', () => wide.run(2 * framesOf15Seconds));
    await time('halves', async () => {
      await wide.run(framesOf15Seconds);
      await wide.run(framesOf15Seconds);
    });
    await time('sessions', () => Promise.all([left.run(framesOf15Seconds), right.run(framesOf15Seconds)]));
  }
  for (const runs of [wide, left, right]) runs.dispose();
  const name = 'SenseVoice model';
  const of = (key: keyof typeof times): number => median(times[key].slice(1));
  return [
    withoutPeer(`${name}, 30 s at once, 2 threads`, of('whole'), 'ms'),
    withoutPeer(`${name}, two times 15 s, 2 threads`, of('halves'), 'ms'),
    withoutPeer(`${name}, two times 15 s, 2 sessions of 1 thread`, of('sessions'), 'ms'),
  ];
}

/** How long idle threads of the engine look for work. */
const ourSpinUs = 50;

/** The model alone, by how long idle threads look for work. */
async function compareSpinning(graph: string, { roundCount, note }: SenseVoiceBench): Promise<BenchResult[]> {
  note('Comparing how long idle threads look for work ...');
  const choices = [undefined, 100, ourSpinUs, 20, 0].map((spinUs) => ({
    spinUs,
    times: new Map<number, number[]>(),
  }));
  for (const { spinUs, times } of choices) {
    const runs = await startModelRuns(graph, 2, spinUs);
    for (const frameCount of [50, 167]) {
      await runs.run(frameCount);
      const measured: number[] = [];
      for (let round = 0; round < 2 * roundCount; round += 1)
        measured.push(await afterRest(() => runs.run(frameCount)));
      times.set(frameCount, measured);
    }
    runs.dispose();
  }
  return choices.flatMap(({ spinUs, times }) =>
    [...times].map(([frameCount, measured]) =>
      withoutPeer(
        `SenseVoice model, ${Math.round(frameCount * 0.06)} s, threads look for work for ${spinUs === undefined ? 'a while' : `${spinUs} µs`}`,
        median(measured),
        'ms',
      ),
    ),
  );
}
